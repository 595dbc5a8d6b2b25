import fc from "fast-check";
import { expect, test } from "vitest";
import { withAsciiDomain } from "~/lib/ascii-domain";

test.each([
  ["ada@bücher.example", "ada@xn--bcher-kva.example"],
  ["ada@BÜCHER.example", "ada@xn--bcher-kva.example"],
  ["jörg@例え.jp", "jörg@xn--r8jz45g.jp"],
  ["ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"],
  ["Ada@Example.com", "Ada@Example.com"],
  ["ada@ü/evil.example", "ada@ü/evil.example"],
  ["no address", "no address"],
])("%s is %s", (address, ascii) => {
  expect(withAsciiDomain(address)).toBe(ascii);
});

test("never throws, and is idempotent for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, domain) => {
      const once = withAsciiDomain(`${name}@${domain}`);
      expect(withAsciiDomain(once)).toBe(once);
    }),
  );
});
