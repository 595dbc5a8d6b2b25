import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLeastSquares, type LeastSquares } from "~/ml/regression/least-squares";
import { createRandomNumbers } from "~/ml/numerics/random";
import { propertyRuns } from "../../support/property-runs";

const number = fc.integer({ min: -20, max: 20 });
const row = fc.tuple(number, number, number);

function fit(rows: readonly (readonly [number, number, number])[], rowsPerWeight = 1.5) {
  return fitLeastSquares(
    {
      features: Float64Array.from(rows.flatMap(([a, b]) => [a, b])),
      width: 2,
      targets: rows.map(([, , target]) => target),
    },
    rowsPerWeight,
  );
}

const fitted = (outcome: ReturnType<typeof fitLeastSquares>): LeastSquares => {
  if (outcome.kind !== "fitted") throw new Error(outcome.kind);
  return outcome;
};

describe("fitLeastSquares", () => {
  test("finds the exact weights of a noise-free linear function", () => {
    const rows = [0, 1, 2, 3, 4, 5].map(
      (n) => [n, n * n, 3 + 2 * n - 0.5 * n * n] as [number, number, number],
    );
    const { theta, residuals, rSquared, standardErrors } = fitted(fit(rows));
    [3, 2, -0.5].forEach((weight, n) => expect(theta[n]).toBeCloseTo(weight, 10));
    residuals.forEach((residual) => expect(residual).toBeCloseTo(0, 10));
    standardErrors.forEach((error) => expect(error).toBeCloseTo(0, 10));
    expect(rSquared).toBeCloseTo(1, 12);
  });

  test("agrees with naive normal equations and sandwich errors", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 6, maxLength: 30 }), (rows) => {
        const outcome = fit(rows);
        const xs = rows.map(([a, b]) => [1, a, b]);
        const inverse = inverseOf(gramOf(xs));
        // Only integers, so that dependent columns have a determinant of exactly 0.
        if (outcome.kind !== "fitted") {
          expect(inverse).toBeNull();
          return;
        }
        const bread = inverse!;
        const right = [0, 1, 2].map((n) => sum(rows.map(([, , y], i) => xs[i]![n]! * y)));
        const theta = bread.map((line) => sum(line.map((value, n) => value * right[n]!)));
        const errors = rows.map(
          ([, , y], i) => y - sum(theta.map((weight, n) => weight * xs[i]![n]!)),
        );
        const meat = [0, 1, 2].map((n) =>
          [0, 1, 2].map((m) => sum(errors.map((e, i) => e * e * xs[i]![n]! * xs[i]![m]!))),
        );
        const correction = rows.length / (rows.length - 3);
        const scale = Math.max(...theta.map(Math.abs), 1);
        theta.forEach((weight, n) => {
          const sandwich = sum(
            meat.flatMap((line, p) =>
              line.map((value, q) => bread[n]![p]! * value * bread[q]![n]!),
            ),
          );
          expect(Math.abs(outcome.theta[n]! - weight)).toBeLessThan(1e-7 * scale);
          expect(outcome.standardErrors[n]).toBeCloseTo(
            Math.sqrt(Math.max(0, correction * sandwich)),
            4,
          );
        });
        const mean = sum(rows.map(([, , y]) => y)) / rows.length;
        const spread = sum(rows.map(([, , y]) => (y - mean) ** 2));
        const explained = spread === 0 ? 0 : 1 - sum(errors.map((e) => e * e)) / spread;
        expect(outcome.rSquared).toBeCloseTo(explained, 8);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test("does not depend on units or the order of rows", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 6, maxLength: 20 }), (rows) => {
        const one = fit(rows);
        fc.pre(one.kind === "fitted");
        const scaled = fitted(fit(rows.map(([a, b, y]) => [100 * a, b, y] as const)));
        const turned = fitted(fit(rows.toReversed()));
        expect(scaled.theta[1]).toBeCloseTo(one.theta[1]! / 100, 7);
        expect(scaled.rSquared).toBeCloseTo(one.rSquared, 8);
        one.theta.forEach((weight, n) => expect(turned.theta[n]).toBeCloseTo(weight, 7));
        turned.residuals
          .toReversed()
          .forEach((residual, n) => expect(residual).toBeCloseTo(one.residuals[n]!, 7));
      }),
    );
  });

  test("has intervals with the stated coverage under heteroscedastic noise", () => {
    let held = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandomNumbers(seed);
      const rows = Array.from({ length: 150 }, () => {
        const x = random.nextFloat() * 4;
        const noise = (random.nextFloat() + random.nextFloat() - 1) * x * x;
        return [x, random.nextFloat(), 1 + 2 * x + noise] as const;
      });
      const { theta, standardErrors } = fitted(fit(rows));
      if (Math.abs(theta[1]! - 2) < 1.96 * standardErrors[1]!) held++;
    }
    expect(held).toBeGreaterThan(0.9 * 200);
    expect(held).toBeLessThan(200);
  });

  test("rejects too few rows with the number required", () => {
    const rows = [0, 1, 2].map((n) => [n, n * n, n] as const);
    expect(fit(rows)).toEqual({ kind: "too_few_rows", needed: 5 });
    expect(fit(rows, 10)).toEqual({ kind: "too_few_rows", needed: 30 });
    expect(fit([])).toMatchObject({ kind: "too_few_rows" });
  });

  test("refuses a constant or collinear feature by name", () => {
    const rows = (second: (n: number) => number) =>
      Array.from({ length: 9 }, (_, n) => [n, second(n), n % 3] as const);
    expect(fit(rows(() => 7))).toEqual({ kind: "dependent_column", feature: 1 });
    expect(fit(rows((n) => 4 * n - 1))).toEqual({ kind: "dependent_column", feature: 1 });
  });

  test("explains nothing when the target is constant", () => {
    const outcome = fitted(
      fit(Array.from({ length: 9 }, (_, n) => [n, n * n, 0.1] as [number, number, number])),
    );
    expect(outcome.rSquared).toBe(0);
    expect(outcome.theta[0]).toBeCloseTo(0.1, 12);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function gramOf(xs: readonly (readonly number[])[]): number[][] {
  return [0, 1, 2].map((n) => [0, 1, 2].map((m) => sum(xs.map((x) => x[n]! * x[m]!))));
}

/** By cofactors; null if the determinant is 0. */
function inverseOf(m: readonly (readonly number[])[]): number[][] | null {
  const at = (r: number, c: number) => m[r % 3]![c % 3]!;
  const cofactor = (r: number, c: number) =>
    at(r + 1, c + 1) * at(r + 2, c + 2) - at(r + 1, c + 2) * at(r + 2, c + 1);
  const determinant = sum([0, 1, 2].map((c) => at(0, c) * cofactor(0, c)));
  if (determinant === 0) return null;
  return [0, 1, 2].map((r) => [0, 1, 2].map((c) => cofactor(c, r) / determinant));
}
