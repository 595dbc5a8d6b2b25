import fc from "fast-check";
import { expect, test } from "vitest";
import { backOffMs } from "~/lib/back-off";

const BACK_OFF = { firstMs: 30_000, longestMs: 6 * 3_600_000 };

test("the first failure waits once, and each further one twice as long", () => {
  const waits = [1, 2, 3, 4].map((failures) => backOffMs(failures, BACK_OFF));
  expect(waits).toEqual([30_000, 60_000, 120_000, 240_000]);
});

test("the wait never exceeds its maximum", () => {
  for (const failures of [11, 100, 5_000]) {
    expect(backOffMs(failures, BACK_OFF)).toBe(BACK_OFF.longestMs);
  }
});

test("a seed spreads waits between half and all of them, the same each time", () => {
  const wait = fc.record({ failures: fc.integer({ min: 1, max: 1_000 }), seed: fc.string() });
  fc.assert(
    fc.property(wait, ({ failures, seed }) => {
      const whole = backOffMs(failures, BACK_OFF);
      const spread = backOffMs(failures, BACK_OFF, seed);
      expect(spread).toBeGreaterThanOrEqual(whole / 2);
      expect(spread).toBeLessThanOrEqual(whole);
      expect(backOffMs(failures, BACK_OFF, seed)).toBe(spread);
    }),
  );
  const waits = Array.from({ length: 100 }, (_, i) => backOffMs(9, BACK_OFF, `row ${i}`));
  expect(new Set(waits).size).toBeGreaterThan(90);
});
