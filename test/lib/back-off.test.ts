import { expect, test } from "vitest";
import { backOffMs } from "~/lib/back-off";

const BACK_OFF = { firstMs: 30_000, longestMs: 6 * 3_600_000 };

test("the first failure costs the first wait, and each one after twice as much", () => {
  const waits = [1, 2, 3, 4].map((failures) => backOffMs(failures, BACK_OFF));
  expect(waits).toEqual([30_000, 60_000, 120_000, 240_000]);
});

test("however often it failed, the wait stays what it may be at most", () => {
  for (const failures of [11, 100, 5_000]) {
    expect(backOffMs(failures, BACK_OFF)).toBe(BACK_OFF.longestMs);
  }
});
