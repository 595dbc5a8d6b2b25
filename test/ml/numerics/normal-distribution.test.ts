import { expect, test } from "vitest";
import { normalCdf, normalQuantileAbove, normalTail } from "~/ml/numerics/normal-distribution";

// Abramowitz & Stegun, tables 26.1 and 26.2.
test.each([
  [0, 0.5],
  [1, 0.158655253931457],
  [1.959963984540054, 0.025],
  [5, 2.866515718791933e-7],
  [8, 6.220960574271785e-16],
])("the tail beyond %f has the tabled probability", (z, tail) => {
  expect(normalTail(z) / tail).toBeCloseTo(1, 7);
  expect(normalCdf(z) + normalTail(z)).toBeCloseTo(1, 12);
  expect(normalTail(-z)).toBeCloseTo(1 - tail, 12);
});

test("a quantile has its tail, also far out and below the mean", () => {
  for (const tail of [0.9, 0.5, 0.025, 1e-6, 1e-12]) {
    expect(normalTail(normalQuantileAbove(tail)) / tail).toBeCloseTo(1, 6);
  }
});
