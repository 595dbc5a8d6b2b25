import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { invertPositiveDefinite } from "~/ml/matrices/cholesky";
import { fitEase, MAX_EASE_PRODUCTS, scoreByEase } from "~/ml/neighbors/ease";
import { createRandomNumbers } from "~/ml/numerics/random";
import { fromTriplets } from "~/ml/matrices/sparse-matrix";
import { createSparseScores } from "~/ml/matrices/sparse-scores";
import { fromTable, table } from "../arbitraries";

/** The formula in double precision, with a plain inverse. */
function slowEase(rows: readonly (readonly number[])[], lambda: number): number[][] {
  const products = rows[0]?.length ?? 0;
  const all = Array.from({ length: products }, (_, n) => n);
  const gram = Float64Array.from(all.flatMap((i) =>
    all.map((j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, i === j ? lambda : 0)),
  )); // oxfmt-ignore
  const inverse = invertPositiveDefinite(gram, products)!;
  return all.map((i) =>
    all.map((j) => (i === j ? 0 : -inverse[i * products + j]! / inverse[j * products + j]!)),
  );
}

describe("fitEase", () => {
  test("agrees with the formula in double precision", () => {
    fc.assert(
      fc.property(table(3), fc.constantFrom(0.5, 5, 100), (rows, lambda) => {
        const { products, weights } = fitEase(fromTable(rows), lambda);
        slowEase(rows, lambda).forEach((line, i) =>
          line.forEach((weight, j) => expect(weights[i * products + j]).toBeCloseTo(weight, 4)),
        );
      }),
    );
  });

  test("agrees with the formula over many blocks", () => {
    const random = createRandomNumbers(1);
    const rows = Array.from({ length: 300 }, () =>
      Array.from({ length: 150 }, () => (random.nextFloat() < 0.1 ? 1 : 0)),
    );
    const { weights } = fitEase(fromTable(rows), 20);
    slowEase(rows, 20).forEach((line, i) =>
      line.forEach((weight, j) => expect(weights[i * 150 + j]).toBeCloseTo(weight, 5)),
    );
  });

  test("explains each product by those bought with it, and gives less weight to redundant products", () => {
    // 0 and 1 always together; 2 often with both, but only because of them.
    const rows = Array.from({ length: 60 }, (_, n) => {
      const both = n % 2 === 0 ? 1 : 0;
      return [both, both, both === 1 && n % 3 > 0 ? 1 : 0, 1 - both];
    });
    const { weights } = fitEase(fromTable(rows), 1);
    expect(weights[1]).toBeGreaterThan(0.8);
    expect(weights[2 * 4 + 1]).toBeLessThan(0.1);
  });

  test("scores a history as the sum of its rows", () => {
    const ease = fitEase(fromTable([[1, 1, 0], [0, 1, 1], [1, 1, 1]]), 2); // oxfmt-ignore
    const scores = createSparseScores(3);
    scoreByEase(ease, { products: [0, 2], weights: [2, 0.5] }, scores);
    for (let product = 0; product < 3; product++) {
      const expected = 2 * ease.weights[product]! + 0.5 * ease.weights[6 + product]!;
      expect(scores.values[product]).toBeCloseTo(expected, 12);
    }
  });

  test("has no prediction for products without buyers, or for no products", () => {
    expect([...fitEase(fromTable([[1, 0]]), 1).weights]).toEqual([0, 0, 0, 0]);
    expect([...fitEase(fromTable([[1]]), 1).weights]).toEqual([0]);
    expect(fitEase(fromTable([]), 1).weights).toHaveLength(0);
  });

  test("refuses an oversized catalog, and a lambda without effect", () => {
    const wide = { rows: 1, rowIndices: [], columnIndices: [], values: [] };
    const columns = MAX_EASE_PRODUCTS + 1;
    expect(() => fitEase(fromTriplets({ ...wide, columns }), 1)).toThrow("not 5001");
    expect(() => fitEase(fromTable([[1]]), 0)).toThrow("lambda");
  });
});
