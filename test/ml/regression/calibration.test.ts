import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyIsotonic, applyPlatt, fitIsotonic, fitPlatt } from "~/ml/regression/calibration";

describe("isotonic calibration", () => {
  test("pools decreasing values", () => {
    const steps = fitIsotonic({ chances: [0.1, 0.2, 0.3, 0.4], labels: [0, 1, 0, 1] });
    expect([...steps.upTo]).toEqual([0.1, 0.3, 0.4]);
    // Four examples give no certainty.
    expect([...steps.becomes]).toEqual([0.1, 0.5, 0.9]);
  });

  test("never reverses the order of two forecasts", () => {
    const pair = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 1 }),
    );
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 40 }), (pairs) => {
        const steps = fitIsotonic({
          chances: pairs.map(([chance]) => chance),
          labels: pairs.map(([, label]) => label),
        });
        const requested = pairs
          .map(([chance]) => chance)
          .concat(0, 1)
          .sort((a, b) => a - b);
        const become = requested.map((chance) => applyIsotonic(steps, chance));
        become.slice(1).forEach((chance, n) => expect(chance).toBeGreaterThanOrEqual(become[n]!));
        expect(become.every((chance) => chance > 0 && chance < 1)).toBe(true);
      }),
    );
  });
});

describe("Platt's calibration", () => {
  test("keeps calibrated forecasts and corrects others", () => {
    const forecasts = Array.from({ length: 200 }, (_, n) => (n < 100 ? 0.25 : 0.75));
    const right = forecasts.map((chance, n) => (n % 4 < 4 * chance ? 1 : 0));
    const fitted = fitPlatt({ chances: forecasts, labels: right });
    expect(applyPlatt(fitted, 0.25)).toBeCloseTo(0.25, 3);
    const tooHigh = fitPlatt({ chances: forecasts.map((c) => (c + 1) / 2), labels: right });
    expect(applyPlatt(tooHigh, 0.625)).toBeCloseTo(0.25, 3);
  });
});
