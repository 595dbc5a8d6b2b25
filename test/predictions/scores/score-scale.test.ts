import fc from "fast-check";
import { expect, test } from "vitest";
import { rankOnScale, SCALE_STEP } from "~/predictions/scores/score-scale";

const STEPS = [
  { value: 9, share: 0.1 },
  { value: 5, share: 0.6 },
  { value: 1, share: 0.7 },
];

test("a value on a step has its share, and one between two steps at most a step more than the higher one's", () => {
  expect([9, 5, 1].map((value) => rankOnScale(STEPS, value))).toEqual([0.1, 0.6, 0.7]);
  expect(rankOnScale(STEPS, 10)).toBe(SCALE_STEP);
  // Half of the profiles have 5: this one is above them.
  expect(rankOnScale(STEPS, 6)).toBeCloseTo(0.1 + SCALE_STEP);
});

test("below all steps and without a value a profile comes last", () => {
  expect(rankOnScale(STEPS, 0.5)).toBe(1);
  expect(rankOnScale(STEPS, null)).toBe(1);
});

test("a higher value never has a lower rank", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 12, noNaN: true }),
      fc.double({ min: 0, max: 12, noNaN: true }),
      (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(rankOnScale(STEPS, high)).toBeLessThanOrEqual(rankOnScale(STEPS, low));
      },
    ),
  );
});
