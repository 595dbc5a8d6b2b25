import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withMinShared } from "~/ml/neighbors/product-neighbors";
import { fitRp3Beta } from "~/ml/neighbors/rp3-beta";
import { fromTable, table } from "../arbitraries";

describe("fitRp3Beta", () => {
  test("equals the two-step random walk probability at alpha 1 and beta 0", () => {
    // From product 0: one of two profiles, then one of the profile's products.
    const model = fitRp3Beta(
      fromTable([
        [1, 1, 0],
        [1, 1, 1],
      ]),
      { k: 10, alpha: 1, beta: 0 },
    );
    expect([...model.neighbors.subarray(0, 2)]).toEqual([1, 2]);
    expect(model.scores[0]).toBeCloseTo(1 / 4 + 1 / 6, 6);
    expect(model.scores[1]).toBeCloseTo(1 / 6, 6);
  });

  test("agrees with the naive formula", () => {
    const power = fc.double({ min: 0.2, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(table(3), power, power, (rows, alpha, beta) => {
        const model = fitRp3Beta(fromTable(rows), { k: 100, alpha, beta });
        const degree = rows.map((row) => row.filter(Boolean).length);
        const buyers = rows[0]!.map((_, p) => rows.filter((row) => row[p]).length);
        for (let from = 0; from < model.products; from++) {
          for (let at = model.offsets[from]!; at < model.offsets[from + 1]!; at++) {
            const to = model.neighbors[at]!;
            const walk = rows
              .map((row, u) => (row[from] && row[to] ? (buyers[from]! * degree[u]!) ** -alpha : 0))
              .reduce((sum, chance) => sum + chance, 0);
            expect(model.scores[at]).toBeCloseTo(walk / buyers[to]! ** beta, 5);
          }
        }
      }),
    );
  });

  test("with a minimum of common profiles equals a model from which the others are removed", () => {
    fc.assert(
      fc.property(table(4), fc.nat(4), fc.integer({ min: 1, max: 3 }), (rows, k, minShared) => {
        const options = { k, alpha: 0.8, beta: 0.2 };
        const fitted = fitRp3Beta(fromTable(rows), { ...options, minShared });
        const filtered = withMinShared(fitRp3Beta(fromTable(rows), options), minShared);
        expect(fitted).toEqual(filtered);
      }),
    );
  });

  test("has no neighbors for a product without shared buyers", () => {
    const model = fitRp3Beta(
      fromTable([
        [1, 0],
        [0, 1],
      ]),
      { k: 5, alpha: 0.8, beta: 0.2 },
    );
    expect(model.neighbors).toHaveLength(0);
  });
});
