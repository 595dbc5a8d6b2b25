import fc from "fast-check";
import { expect, test } from "vitest";
import { packBytes } from "~/lib/pack-bytes";

test("finds the part of each item at its place, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (parts) => {
      const { bytes, packed } = packBytes([...parts.entries()], ([, part]) => part);
      // `substr(bytes from at for length)`, with SQL's first position.
      const found = packed.map(({ item: [n], at, length }) => [
        n,
        bytes.slice(at - 1, at - 1 + length),
      ]);
      expect(found).toEqual([...parts.entries()]);
      expect(bytes).toHaveLength(parts.reduce((sum, part) => sum + part.length, 0));
    }),
  );
});
