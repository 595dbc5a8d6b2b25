import { describe, expect, test } from "vitest";
import { assessLogo, bimiRecord, lookUpBimi } from "~/delivery/bimi";
import { withAnswer, type LookUpTxt } from "~/delivery/dmarc";
import { dmarcRecord } from "~/delivery/sending-domain";

const DOMAIN = "news.kettle.example";
const LOGO = "v=BIMI1; l=https://kettle.example/logo.svg; a=https://kettle.example/logo.pem";

const dnsOf =
  (texts: Readonly<Record<string, readonly string[]>>): LookUpTxt =>
  (name) =>
    Promise.resolve(name in texts ? { kind: "found", texts: texts[name] ?? [] } : { kind: "none" });

describe("the BIMI record of a domain", () => {
  test("is its own, or that of the domain above", async () => {
    const own = dnsOf({ "default._bimi.news.kettle.example": ["other", LOGO] });
    expect(await lookUpBimi(DOMAIN, own)).toEqual({ kind: "found", text: LOGO });
    const above = dnsOf({ "default._bimi.kettle.example": [LOGO] });
    expect(await lookUpBimi(DOMAIN, above)).toEqual({ kind: "found", text: LOGO });
  });

  test("is none where there are two, and not that of a top-level domain", async () => {
    const two = dnsOf({ "default._bimi.kettle.example": [LOGO, LOGO] });
    expect(await lookUpBimi("kettle.example", two)).toEqual({ kind: "none" });
    const top = dnsOf({ "default._bimi.example": [LOGO] });
    expect(await lookUpBimi("kettle.example", top)).toEqual({ kind: "none" });
  });

  test("is unknown while the DNS does not answer", async () => {
    const silent: LookUpTxt = () => Promise.resolve({ kind: "unavailable" });
    expect(await lookUpBimi(DOMAIN, silent)).toEqual({ kind: "unavailable" });
  });
});

describe("a logo is ready for inboxes", () => {
  const assess = (policy: string | null, logo: string | null) =>
    assessLogo(DOMAIN, [
      withAnswer(dmarcRecord(DOMAIN), policy === null ? { kind: "none" } : found(policy)),
      withAnswer(bimiRecord(DOMAIN), logo === null ? { kind: "none" } : found(logo)),
    ]);
  const found = (text: string) => ({ kind: "found", text }) as const;

  test.each([
    ["v=DMARC1; p=reject", true],
    ["v=DMARC1; p=quarantine; sp=reject; pct=100", true],
    ["v=DMARC1; p=none", false],
    ["v=DMARC1", false],
    ["v=DMARC1; p=reject; t=y", false],
    ["v=DMARC1; p=reject; pct=50", false],
    ["v=DMARC1; p=reject; sp=none", false],
    [null, false],
  ])("with the policy %s: %s", (policy, expected) => {
    expect(assess(policy, LOGO).hasStrictPolicy).toBe(expected);
  });

  test.each([
    [LOGO, true, true],
    ["v=BIMI1; l=https://kettle.example/logo.svg; a=", true, false],
    ["v=BIMI1; l=http://kettle.example/logo.svg", false, false],
    ["v=BIMI1; l=https://kettle.example/logo.png", false, false],
    ["v=BIMI1; l=; a=;", false, false],
    [null, false, false],
  ])("with the record %s: logo %s, certificate %s", (record, hasLogo, hasCertificate) => {
    expect(assess("v=DMARC1; p=reject", record)).toMatchObject({ hasLogo, hasCertificate });
  });

  test.each([
    [[true, true], true],
    [[true, false], false],
    [[true, null], null],
    [[], null],
  ])("with DKIM records %j: signed %s", (answers, expected) => {
    const records = answers.map((isFound) => ({
      ...dmarcRecord(DOMAIN),
      ...{ purpose: "dkim" as const, isFound },
    }));
    expect(assessLogo(DOMAIN, records).isSigned).toBe(expected);
  });

  test("is unknown before the first look-up", () => {
    expect(assessLogo(DOMAIN, [])).toMatchObject({
      hasStrictPolicy: null,
      hasLogo: null,
      hasCertificate: null,
    });
  });
});
