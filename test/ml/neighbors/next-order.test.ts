import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitNextOrder, type NextOrderOptions } from "~/ml/neighbors/next-order";
import { fromTable, table } from "../arbitraries";
import { propertyRuns } from "../../support/property-runs";

const PLAIN: NextOrderOptions = {
  k: 100,
  shrinkage: 0,
  minShared: 1,
  asymmetry: 1,
  sameOrderWeight: 0,
};

describe("fitNextOrder", () => {
  test("learns the order: a kettle leads to descaler, but not the reverse", () => {
    const [kettle, descaler] = [0, 1];
    const model = fitNextOrder(
      fromTable([
        [1, 2],
        [1, 3],
        [2, 0],
      ]),
      PLAIN,
    );
    expect(followers(model, kettle)).toEqual([{ product: descaler, shared: 2 }]);
    expect(followers(model, descaler)).toEqual([]);
    // Two of the three profiles with a kettle.
    expect(model.scores[0]).toBeCloseTo(2 / 3, 6);
  });

  test("relates no products within one order", () => {
    expect(
      fitNextOrder(
        fromTable([
          [1, 1],
          [2, 2],
        ]),
        PLAIN,
      ).neighbors,
    ).toHaveLength(0);
  });

  test("counts exactly the profiles whose first order with the follower came later", () => {
    fc.assert(
      fc.property(table(4), fc.constantFrom(1, 2), (rows, minShared) => {
        const model = fitNextOrder(fromTable(rows), { ...PLAIN, minShared });
        for (let from = 0; from < model.products; from++) {
          const counted = new Map(followers(model, from).map((f) => [f.product, f.shared]));
          for (let to = 0; to < model.products; to++) {
            const truth = rows.filter((row) => {
              const [first, later] = [row[from] ?? 0, row[to] ?? 0];
              return first > 0 && later > first;
            }).length;
            expect(counted.get(to) ?? 0).toBe(truth >= minShared ? truth : 0);
          }
        }
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test("ranks same-order products higher, but counts only later orders", () => {
    const [kettle, descaler, filter] = [0, 1, 2];
    const orders = fromTable([
      [1, 2, 1],
      [1, 1, 2],
      [1, 0, 1],
    ]);
    const model = fitNextOrder(orders, { ...PLAIN, sameOrderWeight: 0.5 });
    expect(followers(model, kettle)).toEqual([
      { product: filter, shared: 1 },
      { product: descaler, shared: 1 },
    ]);
    expect([...model.scores.slice(0, 2)]).toEqual([Math.fround(2 / 3), 0.5]);
  });

  test("offers only candidates", () => {
    const model = fitNextOrder(fromTable([[1, 2, 2]]), {
      ...PLAIN,
      candidates: Uint8Array.of(1, 0, 1),
    });
    expect(followers(model, 0)).toEqual([{ product: 2, shared: 1 }]);
  });
});

function followers(model: ReturnType<typeof fitNextOrder>, product: number) {
  const range = [model.offsets[product], model.offsets[product + 1]] as const;
  const shared = model.shared.slice(...range);
  return [...model.neighbors.slice(...range)].map((other, n) => ({
    product: other,
    shared: shared[n],
  }));
}
