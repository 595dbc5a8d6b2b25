import fc from "fast-check";
import { expect, test } from "vitest";
import { gammaCdf, gammaQuantile } from "~/ml/numerics/gamma-distribution";

test("agrees with the exponential and the chi-square distribution", () => {
  for (const x of [0.01, 0.5, 1, 3, 20]) {
    expect(gammaCdf(1, x)).toBeCloseTo(1 - Math.exp(-x), 13);
  }
  // Tables of the chi-square distribution: half of 3.841, 23.209 and 124.342.
  expect(gammaQuantile(0.5, 0.95)).toBeCloseTo(3.841458820694124 / 2, 10);
  expect(gammaQuantile(5, 0.99)).toBeCloseTo(23.209251158954356 / 2, 10);
  expect(gammaQuantile(50, 0.95)).toBeCloseTo(124.34211340400407 / 2, 9);
  expect(gammaCdf(3, -1)).toBe(0);
});

test("the quantile reverses the distribution", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 5_000, noNaN: true }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (shape, probability) => {
        expect(gammaCdf(shape, gammaQuantile(shape, probability))).toBeCloseTo(probability, 8);
      },
    ),
  );
});
