import { describe, expect, test } from "vitest";
import { isSharedDomain, readDomain, withParents, withReadDomain } from "~/delivery/domain-name";

describe("a domain that no shop can own", () => {
  test.each([
    ...["gmail.com", "email.gmail.com", "yahoo.com", "yahoo.co.uk", "yahoo.com.br", "hotmail.fr"],
    ...["outlook.de", "gmx.net", "web.de", "icloud.com", "docomo.ne.jp", "kettle.myshopify.com"],
  ])("%s is a shared email domain", (domain) => {
    expect(isSharedDomain(domain)).toBe(true);
  });

  test.each([
    ...["my-yahoo.example", "live.kettle.example", "gmail.kettle.com", "hotmail.kettle.co.uk"],
    ...["orange.com", "bol.com", "web.com", "outlook-lamps.com"],
  ])("%s is not", (domain) => {
    expect(isSharedDomain(domain)).toBe(false);
  });
});

describe("a domain", () => {
  test.each([
    ["Brand-B.EXAMPLE", "brand-b.example"],
    ["brand-b.example.", "brand-b.example"],
    [" bücher.example ", "xn--bcher-kva.example"],
    ["BÜCHER.example", "xn--bcher-kva.example"],
    ["email.brand-b.co.uk", "email.brand-b.co.uk"],
  ])("written as %j is parsed as %s", (text, domain) => {
    expect(readDomain(text)).toBe(domain);
  });

  test.each([
    "",
    "localhost",
    "10.0.0.1",
    "not a domain",
    "a@b.example",
    "a..example",
    "-a.example",
  ])("is not parsed from %j", (text) => {
    expect(readDomain(text)).toBeNull();
  });

  test("is parsed from an address, without the text before it", () => {
    expect(withReadDomain("Ada@Bücher.Example")).toBe("Ada@xn--bcher-kva.example");
    expect(withReadDomain("nothing")).toBe("nothing");
  });

  test("has its parent domains up to the registry", () => {
    expect(withParents("a.email.brand-b.example")).toEqual([
      "a.email.brand-b.example",
      "email.brand-b.example",
      "brand-b.example",
    ]);
  });
});
