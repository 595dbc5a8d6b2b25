import { describe, expect, test } from "vitest";
import { lookUpDmarc, type LookUpTxt } from "~/delivery/dmarc";

/** A DNS with these texts by name. */
const dnsOf =
  (texts: Readonly<Record<string, string>>): LookUpTxt =>
  (name) =>
    Promise.resolve(
      name in texts ? { kind: "found", texts: [texts[name] ?? ""] } : { kind: "none" },
    );
const lookUp = (text: string) =>
  lookUpDmarc("kettle.example", dnsOf({ "_dmarc.kettle.example": text }));

describe("a DMARC record", () => {
  test.each([
    ["asks for a policy", "v=DMARC1; p=reject; rua=mailto:dmarc@kettle.example"],
    ["has only an address for reports", "v=DMARC1; rua=mailto:dmarc@kettle.example"],
    ["has only its version", "v=DMARC1;"],
    ["has no policy but one for subdomains", "v=DMARC1; sp=quarantine; adkim=s"],
    ["asks for something unknown, with an address", "v=DMARC1; p=nothing; rua=mailto:a@b.example"],
  ])("a record that %s is valid", async (_what, text) => {
    expect(await lookUp(text)).toEqual({ kind: "found", text });
  });

  test.each([
    ["asks for something unknown, without an address", "v=DMARC1; p=nothing"],
    ["has its version in small letters", "v=dmarc1; p=none"],
    ["has its version in second place", "p=none; v=DMARC1"],
  ])("a record that %s is invalid", async (_what, text) => {
    expect(await lookUp(text)).toEqual({ kind: "none" });
  });
});

describe("a domain without its own record", () => {
  const domain = "news.shop.kettle.example";
  const own = "v=DMARC1; rua=mailto:own@kettle.example";
  const above = "v=DMARC1; p=reject";

  test("uses the highest domain that has a record", async () => {
    const dns = dnsOf({ "_dmarc.shop.kettle.example": own, "_dmarc.kettle.example": above });
    expect(await lookUpDmarc(domain, dns)).toEqual({ kind: "found", text: above });
  });

  test("uses a lower one that declares itself an organizational domain", async () => {
    const itself = `${own}; psd=n`;
    const dns = dnsOf({ "_dmarc.shop.kettle.example": itself, "_dmarc.kettle.example": above });
    expect(await lookUpDmarc(domain, dns)).toEqual({ kind: "found", text: itself });
  });

  test("uses its registry only when no domain between has a record", async () => {
    const registry = "v=DMARC1; p=reject; psd=y";
    expect(await lookUpDmarc(domain, dnsOf({ "_dmarc.example": registry }))).toMatchObject({
      text: registry,
    });
    const both = dnsOf({ "_dmarc.example": registry, "_dmarc.kettle.example": own });
    expect(await lookUpDmarc(domain, both)).toMatchObject({ text: own });
  });

  test("needs eight queries at most", async () => {
    const requested: string[] = [];
    await lookUpDmarc("a.b.c.d.e.f.g.h.i.mail.example.com", (name) => {
      requested.push(name);
      return Promise.resolve({ kind: "none" });
    });
    expect(requested).toHaveLength(8);
    expect(requested.slice(0, 2)).toEqual([
      "_dmarc.a.b.c.d.e.f.g.h.i.mail.example.com",
      "_dmarc.f.g.h.i.mail.example.com",
    ]);
  });
});
