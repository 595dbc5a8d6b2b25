import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimize, type SmoothFunction } from "~/ml/numerics/minimize";

describe("minimize", () => {
  test("finds the minimum of the Rosenbrock function", () => {
    const valley: SmoothFunction = ([x, y]) => ({
      value: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
      gradient: Float64Array.of(-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)),
    });
    const { at, converged } = minimize(valley, Float64Array.of(-1.2, 1));
    expect(at[0]).toBeCloseTo(1, 6);
    expect(at[1]).toBeCloseTo(1, 6);
    expect(converged).toBe(true);
  });

  test("finds the minimum of any quadratic function from any start", () => {
    const point = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(point, point, (bottom, start) => {
        const bowl: SmoothFunction = (at) => ({
          value: at.reduce((sum, x, n) => sum + (n + 1) * (x - bottom[n]!) ** 2, 0),
          gradient: at.map((x, n) => 2 * (n + 1) * (x - bottom[n]!)),
        });
        const found = minimize(bowl, Float64Array.from(start));
        found.at.forEach((x, n) => expect(x).toBeCloseTo(bottom[n]!, 4));
      }),
    );
  });

  test("steps back when the function is undefined", () => {
    const fenced: SmoothFunction = ([x]) => ({
      value: x! > 0 ? x! - Math.log(x!) : NaN,
      gradient: Float64Array.of(1 - 1 / x!),
    });
    expect(minimize(fenced, Float64Array.of(20)).at[0]).toBeCloseTo(1, 6);
  });
});
