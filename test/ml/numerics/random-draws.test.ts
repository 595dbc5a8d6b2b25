import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaCdf } from "~/ml/numerics/beta-distribution";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawBeta, drawBinomial, drawGamma, drawNormal } from "~/ml/numerics/random-draws";

const DRAWS = 20_000;

/** Mean and variance of many draws. */
function momentsOf(draw: () => number) {
  const draws = Array.from({ length: DRAWS }, draw);
  const mean = draws.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
}

describe("random draws", () => {
  test("from the normal distribution have mean 0 and variance 1", () => {
    const random = createRandomNumbers(1);
    const { mean, variance } = momentsOf(() => drawNormal(random));
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  test.each([0.3, 1, 4, 60])(
    "from the gamma distribution of shape %d have that mean and variance",
    (shape) => {
      const random = createRandomNumbers(2);
      const { mean, variance } = momentsOf(() => drawGamma(shape, random));
      expect(Math.abs(mean / shape - 1)).toBeLessThan(0.05);
      expect(Math.abs(variance / shape - 1)).toBeLessThan(0.1);
    },
  );

  test.each([
    [0.5, 0.5],
    [2, 5],
    [40, 900],
  ])("from Beta(%d, %d) fall below each quantile with its probability", (a, b) => {
    const random = createRandomNumbers(3);
    const places = Array.from({ length: DRAWS }, () =>
      betaCdf({ a, b }, drawBeta({ a, b }, random)),
    );
    for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      const below = places.filter((place) => place < share).length / DRAWS;
      expect(Math.abs(below - share)).toBeLessThan(0.012);
    }
  });

  test.each([
    [1000, 0.02],
    [30, 0.9],
    [5, 0.5],
  ])(
    "from the binomial distribution of %d trials at %d have its mean and variance",
    (trials, chance) => {
      const random = createRandomNumbers(4);
      const { mean, variance } = momentsOf(() => drawBinomial(trials, chance, random));
      expect(Math.abs(mean / (trials * chance) - 1)).toBeLessThan(0.02);
      expect(Math.abs(variance / (trials * chance * (1 - chance)) - 1)).toBeLessThan(0.05);
    },
  );

  test("from the binomial distribution are integers within the trials, and exact at 0 and 1", () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.nat({ max: 500 }), chance, fc.nat(), (trials, p, seed) => {
        const drawn = drawBinomial(trials, p, createRandomNumbers(seed));
        expect(Number.isInteger(drawn)).toBe(true);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThanOrEqual(trials);
      }),
    );
    const random = createRandomNumbers(5);
    expect(drawBinomial(100, 0, random)).toBe(0);
    expect(drawBinomial(100, 1, random)).toBe(100);
  });
});
