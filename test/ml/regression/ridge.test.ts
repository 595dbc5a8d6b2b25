import { expect, test } from "vitest";
import { fitLeastSquares, predictLinear } from "~/ml/regression/least-squares";
import { fitRidge } from "~/ml/regression/ridge";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawNormal } from "~/ml/numerics/random-draws";

const random = createRandomNumbers(1);
const width = 3;
const features = Float64Array.from({ length: 200 * width }, () => drawNormal(random));
const targets = Float64Array.from(
  { length: 200 },
  (_, row) => 5 + 2 * features[row * width]! - features[row * width + 2]! + drawNormal(random),
);
const rows = { features, width, targets };
const all = [...targets.keys()];

test("is least squares where the penalty vanishes", () => {
  const fitted = fitLeastSquares(rows);
  if (fitted.kind !== "fitted") throw new Error(fitted.kind);
  fitRidge(rows, 1e-9, all).forEach((weight, n) => expect(weight).toBeCloseTo(fitted.theta[n]!, 8));
});

test("is at the minimum of squared errors and penalty", () => {
  const lossOf = (theta: Float64Array) =>
    all.reduce((sum, row) => sum + (targets[row]! - predictLinear(theta, features, row)) ** 2, 0) +
    30 * theta.subarray(1).reduce((sum, weight) => sum + weight ** 2, 0);
  const theta = fitRidge(rows, 30, all);
  for (let n = 0; n < theta.length; n++) {
    for (const step of [-1e-3, 1e-3]) {
      expect(lossOf(theta.map((it, m) => (m === n ? it + step : it)))).toBeGreaterThan(
        lossOf(theta),
      );
    }
  }
});

test("shrinks the weights and keeps the mean", () => {
  const centered = { ...rows, features: features.map(() => 0) };
  const mean = targets.reduce((sum, it) => sum + it, 0) / targets.length;
  expect([...fitRidge(centered, 10, all)]).toEqual([expect.closeTo(mean, 10), 0, 0, 0]);
});

test("uses the named rows only, and predicts 0 without any", () => {
  const part = all.slice(0, 40);
  const own = {
    features: features.slice(0, 40 * width),
    width,
    targets: targets.slice(0, 40),
  };
  expect(fitRidge(rows, 3, part)).toEqual(fitRidge(own, 3, part));
  expect([...fitRidge(rows, 3, [])]).toEqual([0, 0, 0, 0]);
});
