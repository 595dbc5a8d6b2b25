import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBase32, encodeBase32 } from "~/lib/base32";

test("the examples of RFC 4648", () => {
  const encode = (text: string) => encodeBase32(new TextEncoder().encode(text));
  expect(["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(encode)).toEqual([
    ...["", "my", "mzxq", "mzxw6", "mzxw6yq", "mzxw6ytb", "mzxw6ytboi"],
  ]);
});

test("bytes come back, whatever the case of the text", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      expect(decodeBase32(encodeBase32(bytes).toUpperCase())).toEqual(bytes);
    }),
  );
});

test("other characters are refused", () => {
  expect(decodeBase32("mzxw6yt1")).toBeNull();
});
