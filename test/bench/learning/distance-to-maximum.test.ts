import { expect, test } from "vitest";
import { fitLogistic } from "~/ml/regression/logistic-regression";
import { distanceToMaximum } from "../../../scripts/bench/learning/distance-to-maximum";

/** Three of four buy when x is 1, one of four when it is 0, so the weights are known. */
const rows = {
  features: Float64Array.of(1, 1, 1, 1, 0, 0, 0, 0),
  width: 1,
  labels: [1, 1, 1, 0, 1, 0, 0, 0],
};
const MAXIMUM = Float64Array.of(-Math.log(3), 2 * Math.log(3));

test("the maximum has a distance of zero from itself", () => {
  expect(distanceToMaximum(rows, MAXIMUM)).toBeLessThan(1e-12);
  expect(distanceToMaximum(rows, fitLogistic(rows).theta)).toBeLessThan(1e-5);
});

test("moved weights have the distance by which they were moved", () => {
  const moved = MAXIMUM.map((weight, n) => weight + (n === 1 ? 1e-4 : 0));
  expect(distanceToMaximum(rows, moved)).toBeCloseTo(1e-4, 7);
});

test("weights that the rows do not identify have an unknown distance", () => {
  const twice = { ...rows, features: Float64Array.from(rows.features, () => 1) };
  expect(distanceToMaximum(twice, Float64Array.of(0, 0))).toBe(Infinity);
});
