import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import {
  areaUnderCurve,
  brierScoreOf,
  calibrationErrorByChance,
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

  test("calibration error is the gap between predicted and observed rates, bin by bin of equal count", () => {
    const forecasts = {
      chances: [0.9, 0.1, 0.2, 0.6, 0.3, 0.4],
      labels: [1, 0, 0, 1, 1, 0],
    };
    expect(calibrationErrorOf(forecasts, 3)).toBeCloseTo((0.3 + 0.3 + 0.5) / 6, 12);
  });

  test("calibration error has equal forecasts in one bin", () => {
    const forecasts = { chances: Array<number>(40).fill(0.25), labels: [...Array(40).keys()] };
    forecasts.labels = forecasts.labels.map((n) => (n < 10 ? 1 : 0));
    expect(calibrationErrorOf(forecasts)).toBeCloseTo(0, 12);
    expect(calibrationErrorByChance(forecasts)).toBeCloseTo(
      Math.sqrt((1.5 / Math.PI) * 10) / 40,
      12,
    );
  });

  test("calibration error by chance is that of outcomes drawn from the forecasts", () => {
    const random = createRandomNumbers(1);
    const chances = Array.from({ length: 500 }, () => 0.1 + 0.8 * random.nextFloat());
    const errors = Array.from({ length: 300 }, () =>
      calibrationErrorOf({
        chances,
        labels: chances.map((chance) => (random.nextFloat() < chance ? 1 : 0)),
      }),
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const expected = calibrationErrorByChance({ chances, labels: chances });
    expect(Math.abs(mean / expected - 1)).toBeLessThan(0.05);
  });

  test("penalizes a certain wrong forecast by a large but finite loss", () => {
    expect(logLossOf({ chances: [0], labels: [1] })).toBeLessThan(35);
    expect(logLossOf({ chances: [0], labels: [1] })).toBeGreaterThan(30);
  });
});
