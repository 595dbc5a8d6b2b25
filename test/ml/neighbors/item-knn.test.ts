import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitItemKnn, type ItemKnnOptions } from "~/ml/neighbors/item-knn";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { fromTable, table } from "../arbitraries";
import { propertyRuns } from "../../support/property-runs";

const PLAIN: ItemKnnOptions = {
  k: 100,
  shrinkage: 0,
  minShared: 1,
  asymmetry: 0.5,
  inverseFrequency: false,
};

describe("fitItemKnn", () => {
  test("separates a checkerboard: even products match even ones, odd match odd", () => {
    const board = Array.from({ length: 8 }, (_, profile) =>
      Array.from({ length: 6 }, (_, product) => ((profile + product) % 2 === 0 ? 1 : 0)),
    );
    const rows = listRows(fitItemKnn(fromTable(board), PLAIN));
    expect(rows[0]).toEqual([
      { product: 2, score: 1, shared: 4 },
      { product: 4, score: 1, shared: 4 },
    ]);
    expect(rows[3]?.map(({ product }) => product)).toEqual([1, 5]);
  });

  test("agrees with the naive formula", () => {
    fc.assert(
      fc.property(table(4), options(), (rows, chosen) => {
        const fitted = listRows(fitItemKnn(fromTable(rows), chosen));
        const expected = slowItemKnn(rows, chosen);
        expect(fitted.map((row) => row.length)).toEqual(expected.map((row) => row.length));
        fitted.forEach((row, product) =>
          row.forEach(({ score, product: other, shared }, rank) => {
            // Equal scores may swap places because of rounding, so ranks are compared by score.
            expect(score).toBeCloseTo(expected[product]?.[rank]?.score ?? NaN, 5);
            const truth = slowPair(rows, chosen, product, other);
            expect(score).toBeCloseTo(truth.score, 5);
            expect(shared).toBe(truth.shared);
          }),
        );
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test("halves a similarity when the shared profiles equal the shrinkage", () => {
    const same = fromTable([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(listRows(fitItemKnn(same, { ...PLAIN, shrinkage: 3 }))[0]?.[0]?.score).toBe(0.5);
  });

  test("equals the conditional probability of the neighbor at asymmetry 1", () => {
    const rows = fromTable([
      [1, 1],
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    const fitted = listRows(fitItemKnn(rows, { ...PLAIN, asymmetry: 1 }));
    expect(fitted[0]?.[0]?.score).toBe(0.25);
    expect(fitted[1]?.[0]?.score).toBe(1);
  });

  test("weights a focused profile more than one with nearly everything", () => {
    const rows = fromTable([
      [1, 1, 0, 0, 0],
      [1, 0, 1, 1, 1],
    ]);
    const fitted = listRows(fitItemKnn(rows, { ...PLAIN, inverseFrequency: true }));
    expect(fitted[0]?.[0]?.product).toBe(1);
    expect(fitted[0]?.[0]?.score).toBeGreaterThan(fitted[0]?.[1]?.score ?? NaN);
  });

  test("does not depend on the order of the profiles", () => {
    fc.assert(
      fc.property(table(1), (rows) => {
        expect(fitItemKnn(fromTable(rows.toReversed()), PLAIN)).toEqual(
          fitItemKnn(fromTable(rows), PLAIN),
        );
      }),
    );
  });

  test("does not depend on the numbering of products", () => {
    fc.assert(
      fc.property(table(1), (rows) => {
        const last = (rows[0]?.length ?? 0) - 1;
        const renamed = listRows(fitItemKnn(fromTable(rows.map((row) => row.toReversed())), PLAIN));
        const back = renamed
          .toReversed()
          .map((row) =>
            row
              .map((entry) => ({ ...entry, product: last - entry.product }))
              .sort((a, b) => b.score - a.score || a.product - b.product),
          );
        expect(back).toEqual(listRows(fitItemKnn(fromTable(rows), PLAIN)));
      }),
    );
  });

  test("does not depend on the scale of the weights", () => {
    fc.assert(
      fc.property(table(4), options(), (rows, chosen) => {
        const scaled = rows.map((row) => row.map((weight) => weight * 8));
        const before = listRows(fitItemKnn(fromTable(rows), chosen));
        const after = listRows(fitItemKnn(fromTable(scaled), chosen));
        expect(after.map((row) => row.length)).toEqual(before.map((row) => row.length));
        after.forEach((row, product) =>
          row.forEach(({ score }, rank) => {
            expect(score).toBeCloseTo(before[product]?.[rank]?.score ?? NaN, 5);
          }),
        );
      }),
    );
  });

  test("keeps the k best, ties by lower index", () => {
    const rows = fromTable([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
    const fitted = listRows(fitItemKnn(rows, { ...PLAIN, k: 2 }));
    expect(fitted[0]?.map(({ product }) => product)).toEqual([1, 2]);
    expect(fitted[3]?.map(({ product }) => product)).toEqual([0, 1]);
  });

  test("offers only candidates as neighbors, but lists neighbors of every product", () => {
    const rows = fromTable([[1, 1, 1]]);
    const fitted = fitItemKnn(rows, { ...PLAIN, candidates: Uint8Array.of(0, 1, 0) });
    expect(listRows(fitted).map((row) => row.map(({ product }) => product))).toEqual([
      [1],
      [],
      [1],
    ]);
  });

  test.each([
    ["no profile", [], 0],
    ["one profile with one product", [[1]], 1],
    [
      "profiles that share nothing",
      [
        [1, 0],
        [0, 1],
      ],
      2,
    ],
  ])("finds no neighbors among %s", (_what, rows, products) => {
    expect(listRows(fitItemKnn(fromTable(rows), PLAIN))).toEqual(
      Array.from({ length: products }, () => []),
    );
  });

  test("keeps every row when rows exceed the preallocated memory", () => {
    const products = 60;
    const rows = [new Array<number>(products).fill(1), new Array<number>(products).fill(1)];
    const fitted = listRows(fitItemKnn(fromTable(rows), PLAIN));
    expect(fitted.map((row) => row.length)).toEqual(new Array(products).fill(products - 1));
    expect(fitted[59]?.[58]).toEqual({ product: 58, score: 1, shared: 2 });
  });
});

function options() {
  return fc.record({
    k: fc.integer({ min: 0, max: 8 }),
    shrinkage: fc.constantFrom(0, 2, 10),
    minShared: fc.constantFrom(1, 2),
    asymmetry: fc.constantFrom(0, 0.3, 0.5, 1),
    inverseFrequency: fc.boolean(),
  });
}

function listRows(model: ProductNeighbors) {
  return Array.from({ length: model.products }, (_, product) => {
    const range = [model.offsets[product], model.offsets[product + 1]] as const;
    const scores = model.scores.slice(...range);
    const shared = model.shared.slice(...range);
    return [...model.neighbors.slice(...range)].map((other, n) => ({
      product: other,
      score: scores[n] ?? NaN,
      shared: shared[n] ?? NaN,
    }));
  });
}

/** One pair by the formula, from the dense table. */
function slowPair(
  rows: readonly (readonly number[])[],
  { shrinkage, asymmetry, inverseFrequency }: ItemKnnOptions,
  one: number,
  other: number,
) {
  const weights = rows.map((row) => {
    const had = row.filter((weight) => weight > 0).length;
    const factor = inverseFrequency ? Math.log(1 + row.length / had) : 1;
    return row.map((weight) => (weight === 0 ? 0 : weight * factor));
  });
  const column = (product: number) => weights.map((row) => row[product] ?? 0);
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, n) => sum + x * (b[n] ?? 0), 0);
  const [a, b] = [column(one), column(other)];
  const shared = a.filter((x, n) => x > 0 && (b[n] ?? 0) > 0).length;
  const cosine = dot(a, b) / (dot(a, a) ** asymmetry * dot(b, b) ** (1 - asymmetry));
  return { shared, score: shared === 0 ? 0 : (shared / (shared + shrinkage)) * cosine };
}

function slowItemKnn(rows: readonly (readonly number[])[], chosen: ItemKnnOptions) {
  const products = Array.from({ length: rows[0]?.length ?? 0 }, (_, product) => product);
  return products.map((one) =>
    products
      .filter((other) => other !== one)
      .map((other) => ({ product: other, ...slowPair(rows, chosen, one, other) }))
      .filter(({ shared }) => shared >= chosen.minShared)
      .sort((a, b) => b.score - a.score || a.product - b.product)
      .slice(0, chosen.k),
  );
}
