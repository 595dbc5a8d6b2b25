import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLogisticByLbfgs } from "~/ml/regression/logistic-lbfgs";
import { fitLogistic } from "~/ml/regression/logistic-regression";
import { createRandomNumbers } from "~/ml/numerics/random";

/** Rounding spoils the approximate curvature here, so that no step along it helps. */
const SPOILED_BY_ROUNDING: [number, number, number][] = [
  ...([
    [1.9, 1.3, 0],
    [2.8, -0.4, 0],
    [-1.7, -2.4, 0],
    [2.3, -1.8, 0],
  ] as const),
  ...([
    [0.2, 1.1, 0],
    [-2.7, 1.5, 1],
    [-2.3, 0.9, 1],
  ] as const),
].map(([a, b, label]) => [a, b, label]);

describe("fitLogisticByLbfgs", () => {
  test("equals the log odds for one binary feature", () => {
    const features = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const labels = [1, 0, 0, 0, 1, 1, 1, 0];
    const { theta, standardErrors } = fitLogisticByLbfgs({ features, width: 1, labels }, 0);
    expect(theta[0]).toBeCloseTo(Math.log(1 / 3), 6);
    expect(theta[1]).toBeCloseTo(Math.log(9), 6);
    expect(standardErrors[1]).toBeCloseTo(Math.sqrt(1 + 1 / 3 + 1 / 3 + 1), 5);
  });

  test("agrees with Newton's method to a millionth", () => {
    // In tenths, since effects below rounding have no exact solution.
    const value = fc.integer({ min: -30, max: 30 }).map((tenths) => tenths / 10);
    const row = fc.tuple(value, value, fc.integer({ min: 0, max: 1 }));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 5, maxLength: 40 }),
        fc.constantFrom(0.1, 1, 10),
        (rows, penalty) => {
          const labels = rows.map(([, , label]) => label);
          fc.pre(labels.includes(0) && labels.includes(1));
          const features = Float64Array.from(rows.flatMap(([a, b]) => [a, b]));
          const newton = fitLogistic({ features, width: 2, labels }, penalty);
          const lbfgs = fitLogisticByLbfgs({ features, width: 2, labels }, penalty);
          lbfgs.theta.forEach((weight, n) => {
            expect(Math.abs(weight - newton.theta[n]!)).toBeLessThan(1e-6);
          });
          expect(lbfgs.logLikelihood).toBeCloseTo(newton.logLikelihood, 5);
          expect(lbfgs.converged).toBe(true);
        },
      ),
      { examples: [[SPOILED_BY_ROUNDING, 1]] },
    );
  });

  test("agrees with it for many rows and for wide ones", () => {
    const random = createRandomNumbers(1);
    const [count, width] = [3000, 60];
    const features = Float64Array.from({ length: count * width }, () => random.nextFloat() - 0.5);
    const labels = Array.from({ length: count }, (_, row) => {
      const logit = 3 * features[row * width]! - 2 * features[row * width + 1]!;
      return random.nextFloat() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    });
    const newton = fitLogistic({ features, width, labels }, 2);
    const lbfgs = fitLogisticByLbfgs({ features, width, labels }, 2);
    lbfgs.theta.forEach((weight, n) =>
      expect(Math.abs(weight - newton.theta[n]!)).toBeLessThan(1e-6),
    );
  });

  test("keeps the weights of separable classes finite with the penalty", () => {
    const features = Float64Array.of(-2, -1, 1, 2);
    const { theta, converged } = fitLogisticByLbfgs(
      { features, width: 1, labels: [0, 0, 1, 1] },
      1,
    );
    expect(converged).toBe(true);
    expect(theta[1]).toBeGreaterThan(0);
    expect(theta[1]).toBeLessThan(5);
  });
});
