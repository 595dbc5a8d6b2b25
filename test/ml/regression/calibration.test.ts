import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyIsotonic, applyPlatt, fitIsotonic, fitPlatt } from "~/ml/regression/calibration";

describe("isotonic calibration", () => {
  test("pools decreasing values", () => {
    const steps = fitIsotonic({ chances: [0.1, 0.2, 0.3, 0.4], labels: [0, 1, 0, 1] });
    expect([...steps.upTo]).toEqual([0.1, 0.3, 0.4]);
    // One example gives no certainty.
    expect([...steps.becomes]).toEqual([0.25, 0.5, 0.75]);
  });

  test("is nearly certain only after many equal outcomes", () => {
    const chances = Array.from({ length: 98 }, (_, n) => n / 100);
    const { becomes } = fitIsotonic({
      chances: [...chances, 0.99],
      labels: [...chances.fill(0), 1],
    });
    expect(becomes[0]).toBeCloseTo(0.5 / 99, 12);
    expect(becomes[1]).toBe(0.75);
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
  /** Forecasts of ¼ and ¾, each right in the given number of examples. */
  const rightForecasts = (examples: number) => {
    const chances = Array.from({ length: examples }, (_, n) => (2 * n < examples ? 0.25 : 0.75));
    return { chances, labels: chances.map((chance, n) => (n % 4 < 4 * chance ? 1 : 0)) };
  };
  const tooHigh = ({ chances, labels }: ReturnType<typeof rightForecasts>) => ({
    chances: chances.map((chance) => (chance + 1) / 2),
    labels,
  });

  test("keeps calibrated forecasts and corrects others", () => {
    const right = rightForecasts(200);
    expect(applyPlatt(fitPlatt(right), 0.25)).toBeCloseTo(0.25, 6);
    expect(applyPlatt(fitPlatt(tooHigh(right)), 0.625)).toBeCloseTo(0.25, 1);
    expect(applyPlatt(fitPlatt(tooHigh(rightForecasts(100_000))), 0.625)).toBeCloseTo(0.25, 3);
  });

  test("changes little by few examples", () => {
    const [shift, scale] = fitPlatt({ chances: [0.4, 0.6], labels: [1, 0] });
    expect(Math.abs(shift)).toBeLessThan(0.1);
    expect(Math.abs(scale - 1)).toBeLessThan(0.2);
  });

  test("counts a repeated example once", () => {
    const once = tooHigh(rightForecasts(40));
    const thrice = {
      chances: [once, once, once].flatMap(({ chances }) => chances),
      labels: [once, once, once].flatMap(({ labels }) => labels),
    };
    const [fitted, again] = [fitPlatt(once), fitPlatt(thrice, 3)];
    again.forEach((number, n) => expect(number).toBeCloseTo(fitted[n]!, 6));
  });
});
