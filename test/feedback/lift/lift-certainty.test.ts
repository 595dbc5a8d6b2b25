import fc from "fast-check";
import { expect, test } from "vitest";
import { certaintyOf } from "~/feedback/lift/lift-certainty";

test.each([
  [{ value: 1_100, low: 10, high: 2_190 }, "more"],
  [{ value: -1_100, low: -2_190, high: -10 }, "less"],
  [{ value: 1_100, low: -900, high: 3_000 }, "probably_more"],
  [{ value: -1_100, low: -3_000, high: 900 }, "probably_less"],
  [{ value: 110_000, low: -390_000, high: 620_000 }, "open"],
  [{ value: -84_000, low: -520_000, high: 352_000 }, "open"],
  [{ value: 0, low: 0, high: 0 }, "open"],
])("of %o it is %s", (interval, certainty) => {
  expect(certaintyOf(interval)).toBe(certainty);
});

test("more and less mirror each other", () => {
  const mirrored = {
    ...{ more: "less", less: "more", open: "open" },
    ...{ probably_more: "probably_less", probably_less: "probably_more" },
  };
  fc.assert(
    fc.property(fc.integer({ min: -1_000, max: 1_000 }), fc.nat(1_000), (value, half) => {
      const of = (middle: number) =>
        certaintyOf({ value: middle, low: middle - half, high: middle + half });
      expect(of(-value)).toBe(mirrored[of(value)]);
    }),
  );
});
