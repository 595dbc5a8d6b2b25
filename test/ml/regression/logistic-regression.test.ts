import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLogistic, predictLogistic } from "~/ml/regression/logistic-regression";
import { createRandomNumbers } from "~/ml/numerics/random";

describe("fitLogistic", () => {
  test("equals the log odds for one binary feature", () => {
    // Without the feature 1 in 4, with it 3 in 4: odds 1/3 and 3.
    const features = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const labels = [1, 0, 0, 0, 1, 1, 1, 0];
    const { theta, logLikelihood, converged } = fitLogistic({ features, width: 1, labels });
    expect(theta[0]).toBeCloseTo(Math.log(1 / 3), 5);
    expect(theta[1]).toBeCloseTo(Math.log(9), 5);
    expect(logLikelihood).toBeCloseTo(6 * Math.log(0.75) + 2 * Math.log(0.25), 9);
    expect(converged).toBe(true);
  });

  test("has the standard errors of a two-by-two table", () => {
    const features = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const { standardErrors } = fitLogistic({
      features,
      width: 1,
      labels: [1, 0, 0, 0, 1, 1, 1, 0],
    });
    expect(standardErrors[1]).toBeCloseTo(Math.sqrt(1 + 1 / 3 + 1 / 3 + 1), 5);
  });

  test("has a zero gradient at its solution, with and without a penalty", () => {
    const row = fc.tuple(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.integer({ min: 0, max: 1 }),
    );
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 5, maxLength: 40 }),
        fc.constantFrom(0.1, 1, 10),
        (rows, penalty) => {
          const features = Float64Array.from(rows.flatMap(([a, b]) => [a, b]));
          const labels = rows.map(([, , label]) => label);
          // A single label leaves the intercept unbounded.
          fc.pre(labels.includes(0) && labels.includes(1));
          const { theta } = fitLogistic({ features, width: 2, labels }, penalty);
          const slopes = [0, 0, 0];
          rows.forEach(([a, b, label], n) => {
            const error = label - predictLogistic(theta, features, n);
            [1, a, b].forEach((x, m) => (slopes[m]! += error * x));
          });
          expect(slopes[0]).toBeCloseTo(0, 3);
          expect(slopes[1]).toBeCloseTo(penalty * theta[1]!, 3);
          expect(slopes[2]).toBeCloseTo(penalty * theta[2]!, 3);
        },
      ),
    );
  });

  test("finds the same solution from a sample's start and from zero, for many rows", () => {
    const random = createRandomNumbers(5);
    const count = 20_000;
    const features = Float64Array.from({ length: 2 * count }, () => 2 * random.nextFloat() - 1);
    const labels = Array.from({ length: count }, (_, n) =>
      random.nextFloat() < 1 / (1 + Math.exp(-(0.3 + features[2 * n]!))) ? 1 : 0,
    );
    const { theta } = fitLogistic({ features, width: 2, labels });
    const slope = labels.reduce<number>(
      (sum, label, n) => sum + (label - predictLogistic(theta, features, n)) * features[2 * n]!,
      0,
    );
    expect(Math.abs(slope)).toBeLessThan(0.01);
    expect(theta[1]).toBeGreaterThan(0.85);
    expect(theta[1]).toBeLessThan(1.15);
  });

  test("has a zero gradient for wide rows and any feature scale", () => {
    const random = createRandomNumbers(2);
    const [count, width, penalty] = [600, 70, 1];
    for (const largest of [1, 1e4]) {
      const features = Float64Array.from(
        { length: count * width },
        (_, at) => (random.nextFloat() - 0.5) * (at % width === 0 ? largest : 1),
      );
      const labels = Array.from({ length: count }, (_, row) =>
        random.nextFloat() < 1 / (1 + Math.exp(-2 * features[row * width + 1]!)) ? 1 : 0,
      );
      const { theta, converged } = fitLogistic({ features, width, labels }, penalty);
      expect(converged).toBe(true);
      const slopes = new Float64Array(width).map((_, n) => -penalty * theta[n + 1]!);
      labels.forEach((label, row) => {
        const error = label - predictLogistic(theta, features, row);
        slopes.forEach((_, n) => (slopes[n]! += error * features[row * width + n]!));
      });
      slopes.forEach((slope, n) =>
        expect(Math.abs(slope)).toBeLessThan(1e-3 * (n === 0 ? largest : 1)),
      );
    }
  });

  test("does not converge on separable labels", () => {
    const features = Float64Array.of(-2, -1, 1, 2);
    const separable = fitLogistic({ features, width: 1, labels: [0, 0, 1, 1] });
    expect(separable.converged).toBe(false);
    expect(separable.theta[1]).toBeGreaterThan(5);
    const held = fitLogistic({ features, width: 1, labels: [0, 0, 1, 1] }, 1);
    expect(held.converged).toBe(true);
  });

  test("handles a constant feature and a duplicate one", () => {
    const features = Float64Array.from([1, 2, 3, 4, 5, 6].flatMap((x) => [1, x, 2 * x]));
    const { theta } = fitLogistic({ features, width: 3, labels: [0, 1, 0, 1, 0, 1] });
    expect(theta.every((weight) => Number.isFinite(weight))).toBe(true);
    expect(predictLogistic(theta, features, 5)).toBeGreaterThan(
      predictLogistic(theta, features, 0),
    );
  });
});
