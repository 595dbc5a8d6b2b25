import { expect, test } from "vitest";
import type { EstimatedAnswer } from "~/feedback/what-if/answer-from-log";
import { expectEffect } from "~/feedback/what-if/expect-effect";

const ANSWER: EstimatedAnswer = {
  kind: "estimated",
  revenue: { change: -900_00, low: -1_800_00, high: 90_00, actual: 5_000_00 },
  emails: { change: -1_800, low: -1_800, high: -1_750, actual: 2_000 },
  unsubscribes: { change: -9, low: -18, high: 0, actual: 20 },
  ...{ draws: 2_000, people: 1_000, alike: 100, fixed: 0 },
};

test("turns what a flow would have cost to be off into what it brings", () => {
  // 1,800 of the 2,000 were treated; 90 a week are a twentieth of them.
  expect(expectEffect(ANSWER, 90)).toEqual({
    revenueMinor: { value: 45_00, low: -4_50, high: 90_00 },
    unsubscribes: { value: 0.45, low: 0, high: 0.9 },
  });
});

test("expects nothing if nobody is reached", () => {
  const { revenueMinor } = expectEffect(ANSWER, 0);
  expect(Math.abs(revenueMinor.high)).toBe(0);
});
