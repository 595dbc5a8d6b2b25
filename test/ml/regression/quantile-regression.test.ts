import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitQuantileRegression, predictLinear } from "~/ml/regression/quantile-regression";

const value = fc.double({ min: -20, max: 20, noNaN: true });

describe("fitQuantileRegression", () => {
  test("finds the line through points despite an outlier", () => {
    const features = Float64Array.of(0, 1, 2, 3, 4, 5, 6);
    const targets = [1, 3, 5, 700, 9, 11, 13];
    const theta = fitQuantileRegression({ features, width: 1, targets }, 0.5)!;
    expect(theta[0]).toBeCloseTo(1, 1);
    expect(theta[1]).toBeCloseTo(2, 1);
  });

  test("gives a feature that is always 0 no weight", () => {
    const features = Float64Array.of(0, 0, 1, 0, 2, 0, 3, 0, 4, 0);
    const theta = fitQuantileRegression({ features, width: 2, targets: [1, 3, 5, 7, 9] }, 0.5)!;
    expect(theta[1]).toBeCloseTo(2, 6);
    expect(theta[2]).toBe(0);
  });

  test("has the requested share of targets below it", () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 20, maxLength: 60 }),
        fc.constantFrom(0.1, 0.5, 0.9),
        (targets, quantile) => {
          const rows = { features: new Float64Array(0), width: 0, targets };
          const theta = fitQuantileRegression(rows, quantile)!;
          const spread = Math.max(...targets) - Math.min(...targets);
          const near = 0.02 * spread + 1e-9;
          const below = targets.filter((target) => target < theta[0]! - near).length;
          const above = targets.filter((target) => target > theta[0]! + near).length;
          expect(below).toBeLessThanOrEqual(quantile * targets.length + 1);
          expect(above).toBeLessThanOrEqual((1 - quantile) * targets.length + 1);
        },
      ),
    );
  });

  test("is a local minimum of the error sum", () => {
    const point = fc.tuple(value, value);
    fc.assert(
      fc.property(fc.array(point, { minLength: 8, maxLength: 30 }), (points) => {
        const features = Float64Array.from(points, ([x]) => x);
        const rows = { features, width: 1, targets: points.map(([, y]) => y) };
        const theta = fitQuantileRegression(rows, 0.5);
        fc.pre(theta !== null);
        const errorOf = (at: Float64Array) =>
          points.reduce((sum, [, y], n) => sum + Math.abs(y - predictLinear(at, features, n)), 0);
        const min = errorOf(theta);
        for (const [a, b] of [
          [1, 0],
          [-1, 0],
          [0, 0.2],
          [0, -0.2],
        ]) {
          const moved = Float64Array.of(theta[0]! + a!, theta[1]! + b!);
          expect(errorOf(moved)).toBeGreaterThan(min - 0.02 * min - 0.01);
        }
      }),
    );
  });

  test("returns null when there are no more points than weights", () => {
    expect(
      fitQuantileRegression({ features: Float64Array.of(1, 2), width: 1, targets: [1, 2] }, 0.5),
    ).toBeNull();
  });
});
