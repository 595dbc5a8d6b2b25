import fc from "fast-check";
import { expect, test } from "vitest";
import { packBytes } from "~/lib/pack-bytes";

test("finds each part at its place, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (parts) => {
      const { bytes, places } = packBytes(parts);
      // `substr(bytes from at for length)`, with SQL's first position.
      const found = places.map(({ at, length }) => bytes.slice(at - 1, at - 1 + length));
      expect(found).toEqual(parts);
      expect(bytes).toHaveLength(parts.reduce((sum, part) => sum + part.length, 0));
    }),
  );
});
