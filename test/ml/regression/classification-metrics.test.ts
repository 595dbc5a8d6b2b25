import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  areaUnderCurve,
  brierScoreOf,
  calibrationErrorOf,
  logLossOf,
} from "~/ml/regression/classification-metrics";

const forecasts = fc
  .array(fc.tuple(fc.constantFrom(0.05, 0.2, 0.5, 0.8, 0.95), fc.integer({ min: 0, max: 1 })), {
    minLength: 2,
    maxLength: 30,
  })
  .map((pairs) => ({
    chances: pairs.map(([chance]) => chance),
    labels: pairs.map(([, label]) => label),
  }));

describe("classification metrics", () => {
  test("AUC is the share of pairs in the right order, ties half", () => {
    fc.assert(
      fc.property(forecasts, ({ chances, labels }) => {
        let pairs = 0;
        let right = 0;
        chances.forEach((a, n) =>
          chances.forEach((b, m) => {
            if (labels[n] !== 1 || labels[m] !== 0) return;
            pairs++;
            right += a > b ? 1 : a === b ? 0.5 : 0;
          }),
        );
        const area = areaUnderCurve({ chances, labels });
        if (pairs === 0) expect(area).toBeNaN();
        else expect(area).toBeCloseTo(right / pairs, 12);
      }),
    );
  });

  test("are neutral for a constant forecast", () => {
    const even = { chances: [0.5, 0.5], labels: [0, 1] };
    expect(areaUnderCurve(even)).toBe(0.5);
    expect(logLossOf(even)).toBeCloseTo(Math.LN2, 12);
    expect(brierScoreOf(even)).toBe(0.25);
    expect(calibrationErrorOf(even)).toBe(0);
  });

  test("calibration error is the gap between predicted and observed rates, bin by bin", () => {
    const chances = [0.12, 0.14, 0.16, 0.18, 0.9, 0.9];
    expect(calibrationErrorOf({ chances, labels: [0, 0, 0, 1, 1, 1] })).toBeCloseTo(
      (Math.abs(0.6 - 1) + Math.abs(1.8 - 2)) / 6,
      12,
    );
  });

  test("penalizes a certain wrong forecast by a large but finite loss", () => {
    expect(logLossOf({ chances: [0], labels: [1] })).toBeLessThan(35);
    expect(logLossOf({ chances: [0], labels: [1] })).toBeGreaterThan(30);
  });
});
