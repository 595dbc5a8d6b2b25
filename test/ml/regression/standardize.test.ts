import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyScales, fitScales } from "~/ml/regression/standardize";

describe("standardize", () => {
  test("scales varying features to mean 0 and deviation 1, and constants to 0", () => {
    const features = Float64Array.of(1, 5, 3, 5);
    const scales = fitScales({ features, width: 2 });
    expect(scales).toEqual({ means: Float64Array.of(2, 5), deviations: Float64Array.of(1, 0) });
    expect([...applyScales(scales, features)]).toEqual([-1, 0, 1, 0]);
    expect([...applyScales(scales, Float64Array.of(4, 9))]).toEqual([2, 0]);
  });

  test("does not depend on the unit of a feature", () => {
    const value = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2 }), fc.integer({ min: 1, max: 99 }), (xs, by) => {
        const scaled = (features: Float64Array) =>
          applyScales(fitScales({ features, width: 1 }), features);
        const [one, other] = [
          scaled(Float64Array.from(xs)),
          scaled(Float64Array.from(xs, (x) => by * x + 7)),
        ];
        one.forEach((x, n) => expect(other[n]).toBeCloseTo(x, 9));
      }),
    );
  });
});
