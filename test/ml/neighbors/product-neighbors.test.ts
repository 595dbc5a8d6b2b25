import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitItemKnn } from "~/ml/neighbors/item-knn";
import {
  explainByNeighbors,
  rankByNeighbors,
  withMinShared,
  type ProductNeighbors,
  type ProductWeights,
} from "~/ml/neighbors/product-neighbors";
import { fitRp3Beta } from "~/ml/neighbors/rp3-beta";
import { fitTransitions } from "~/ml/neighbors/transitions";
import { fromTable, table, toSessions } from "../arbitraries";

const OPTIONS = { k: 5, shrinkage: 1, minShared: 1, asymmetry: 0.4, inverseFrequency: true };
const anything = () => true;

describe("rankByNeighbors", () => {
  test("sums the neighbors of the history, each with its weight", () => {
    const model = fitItemKnn(
      fromTable([
        [1, 0, 1, 0],
        [0, 1, 0, 1],
      ]),
      { ...OPTIONS, shrinkage: 0, inverseFrequency: false },
    );
    expect(rankByNeighbors(model, history([0, 0.25], [1, 0.5]), 10, anything)).toEqual([
      { product: 3, score: 0.5 },
      { product: 2, score: 0.25 },
    ]);
  });

  test("matches a full scan of all products", () => {
    fc.assert(
      fc.property(table(3), histories(), fc.nat({ max: 6 }), (rows, had, count) => {
        const model = fitItemKnn(fromTable(rows), OPTIONS);
        const scan = Array.from({ length: model.products }, (_, product) => ({
          product,
          score: total(explainByNeighbors(model, had, product)),
        }))
          .filter(({ product, score }) => score > 0 && product % 3 !== 1)
          .sort((a, b) => b.score - a.score || a.product - b.product);
        expect(rankByNeighbors(model, had, count, (product) => product % 3 !== 1)).toEqual(
          scan.slice(0, count),
        );
      }),
    );
  });

  test.each([
    ["an empty history", history()],
    ["a product that the model does not know", history([99, 1], [-1, 1])],
    ["a weight of nothing", history([0, 0], [1, NaN])],
  ])("finds nothing for %s", (_what, had) => {
    const model = fitItemKnn(
      fromTable([
        [1, 1],
        [1, 1],
      ]),
      OPTIONS,
    );
    expect(rankByNeighbors(model, had, 5, anything)).toEqual([]);
    expect(explainByNeighbors(model, had, 0)).toEqual([]);
  });

  test("lists a product once when one of its terms rounds to zero", () => {
    const rows = fromTable([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    const model = fitItemKnn(rows, { ...OPTIONS, shrinkage: 10 });
    const ranked = rankByNeighbors(model, history([0, Number.MIN_VALUE], [1, 1]), 5, anything);
    expect(ranked.map(({ product }) => product)).toEqual([0, 2]);
  });
});

describe("explainByNeighbors", () => {
  test("returns terms that add up to the score exactly", () => {
    fc.assert(
      fc.property(table(3), histories(), (rows, had) => {
        const model = fitItemKnn(fromTable(rows), OPTIONS);
        for (const { product, score } of rankByNeighbors(model, had, 10, anything)) {
          expect(total(explainByNeighbors(model, had, product))).toBe(score);
        }
      }),
    );
  });

  test("counts the profiles that have both", () => {
    const model = fitItemKnn(
      fromTable([
        [1, 1],
        [1, 1],
        [1, 0],
      ]),
      OPTIONS,
    );
    expect(explainByNeighbors(model, history([0, 1]), 1)).toMatchObject([
      { product: 0, shared: 2 },
    ]);
  });
});

describe("withMinShared", () => {
  test("keeps exactly the neighbors with enough common profiles, in their order", () => {
    fc.assert(
      fc.property(table(3), fc.integer({ min: 1, max: 4 }), (rows, minShared) => {
        const model = fitItemKnn(fromTable(rows), OPTIONS);
        const kept = rowsOf(model).map((row) => row.filter(({ shared }) => shared >= minShared));
        expect(rowsOf(withMinShared(model, minShared))).toEqual(kept);
      }),
    );
  });
});

describe("fits of needed products", () => {
  test.each<[string, (orders: number[][], needed?: Uint8Array) => ProductNeighbors]>([
    [
      "item-kNN",
      (orders, needed) => fitItemKnn(toMatrix(orders), { ...OPTIONS, ...(needed && { needed }) }),
    ],
    [
      "RP3beta",
      (orders, needed) =>
        fitRp3Beta(toMatrix(orders), { k: 5, alpha: 0.8, beta: 0.2, ...(needed && { needed }) }),
    ],
    [
      "transitions",
      (orders, needed) =>
        fitTransitions(toSessions(orders), PRODUCTS, {
          k: 5,
          maxSteps: 3,
          stepDecay: 0.8,
          backward: 0.5,
          asymmetry: 0.5,
          shrinkage: 1,
          ...(needed && { needed }),
        }),
    ],
  ])("are equal to the fit of all for %s, and empty for others", (_model, fit) => {
    const order = fc.array(fc.nat({ max: PRODUCTS - 1 }), { maxLength: 6 });
    const flags = fc.uint8Array({ min: 0, max: 1, minLength: PRODUCTS, maxLength: PRODUCTS });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 8 }), flags, (orders, needed) => {
        const expected = rowsOf(fit(orders)).map((row, product) => (needed[product] ? row : []));
        expect(rowsOf(fit(orders, needed))).toEqual(expected);
      }),
    );
  });
});

const PRODUCTS = 7;

function toMatrix(orders: readonly (readonly number[])[]) {
  return fromTable(
    orders.map((order) =>
      Array.from({ length: PRODUCTS }, (_, product) => (order.includes(product) ? 1 : 0)),
    ),
  );
}

function rowsOf({ products, offsets, neighbors, scores, shared }: ProductNeighbors) {
  return Array.from({ length: products }, (_, row) =>
    Array.from({ length: offsets[row + 1]! - offsets[row]! }, (__, n) => {
      const at = offsets[row]! + n;
      return { product: neighbors[at]!, score: scores[at]!, shared: shared[at]! };
    }),
  );
}

function history(...pairs: readonly (readonly [number, number])[]): ProductWeights {
  return {
    products: Int32Array.from(pairs, ([product]) => product),
    weights: Float64Array.from(pairs, ([, weight]) => weight),
  };
}

function histories() {
  return fc
    .uniqueArray(fc.tuple(fc.nat({ max: 7 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      selector: ([product]) => product,
      maxLength: 6,
    })
    .map((pairs) => history(...pairs));
}

function total(terms: readonly { readonly score: number }[]): number {
  return terms.reduce((sum, { score }) => sum + score, 0);
}
