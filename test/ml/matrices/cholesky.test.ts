import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { invertPositiveDefinite, solvePositiveDefinite } from "~/ml/matrices/cholesky";

describe("solvePositiveDefinite", () => {
  test("solves a system with a known answer", () => {
    expect([
      ...solvePositiveDefinite(Float64Array.of(4, 0, 0, 9), Float64Array.of(8, 9), 2)!,
    ]).toEqual([2, 1]);
  });

  test("returns an x that reproduces the right side, and an inverse that gives the identity", () => {
    const size = fc.integer({ min: 1, max: 6 });
    const square = size.chain((n) =>
      fc
        .array(fc.double({ min: -3, max: 3, noNaN: true }), {
          minLength: n * n + n,
          maxLength: n * n + n,
        })
        .map((values) => ({ n, values })),
    );
    fc.assert(
      fc.property(square, ({ n, values }) => {
        const at = (r: number, c: number) => values[r * n + c]!;
        const matrix = Float64Array.from({ length: n * n }, (_, place) => {
          const [r, c] = [Math.floor(place / n), place % n];
          let sum = r === c ? 1 : 0;
          for (let m = 0; m < n; m++) sum += at(r, m) * at(c, m);
          return sum;
        });
        const right = Float64Array.from(values.slice(n * n));
        const x = solvePositiveDefinite(matrix, right, n)!;
        const inverse = invertPositiveDefinite(matrix, n)!;
        for (let r = 0; r < n; r++) {
          let sum = 0;
          for (let c = 0; c < n; c++) sum += matrix[r * n + c]! * x[c]!;
          expect(sum).toBeCloseTo(right[r]!, 8);
          for (let c = 0; c < n; c++) {
            let unit = 0;
            for (let m = 0; m < n; m++) unit += matrix[r * n + m]! * inverse[m * n + c]!;
            expect(unit).toBeCloseTo(r === c ? 1 : 0, 8);
          }
        }
      }),
    );
  });

  test("returns null for a matrix that is not positive definite", () => {
    expect(solvePositiveDefinite(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 1), 2)).toBeNull();
    expect(solvePositiveDefinite(Float64Array.of(-1), Float64Array.of(1), 1)).toBeNull();
    expect(invertPositiveDefinite(Float64Array.of(0), 1)).toBeNull();
  });
});
