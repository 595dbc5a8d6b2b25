import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitEase } from "~/ml/neighbors/ease";
import { fitEaseNeighbors } from "~/ml/neighbors/ease-neighbors";
import { fromTable, table } from "../arbitraries";

const OPTIONS = { k: 2, lambda: 5, maxProducts: 100 };

describe("fitEaseNeighbors", () => {
  test("keeps the k largest positive weights of each product, and counts shared customers", () => {
    fc.assert(
      fc.property(table(1), (rows) => {
        const interactions = fromTable(rows);
        const { products, weights } = fitEase(interactions, OPTIONS.lambda);
        const model = fitEaseNeighbors(interactions, OPTIONS);
        for (let row = 0; row < products; row++) {
          const sharedWith = (other: number) =>
            rows.filter((line) => (line[row] ?? 0) > 0 && (line[other] ?? 0) > 0).length;
          const expected = Array.from({ length: products }, (_, other) => other)
            .filter((other) => other !== row && sharedWith(other) > 0)
            .map((other) => weights[row * products + other] ?? 0)
            .filter((weight) => weight > 0)
            .sort((a, b) => b - a)
            .slice(0, OPTIONS.k);
          const [start, end] = [model.offsets[row], model.offsets[row + 1]];
          expect([...model.scores.subarray(start, end)]).toEqual(expected);
          for (let at = start ?? 0; at < (end ?? 0); at++) {
            expect(model.shared[at]).toBe(sharedWith(model.neighbors[at] ?? -1));
          }
        }
      }),
    );
  });

  test("fits nothing for too many products or none", () => {
    const rows = fromTable([[1, 1, 1], [1, 1, 0]]); // oxfmt-ignore
    const { offsets, buyers } = fitEaseNeighbors(rows, { ...OPTIONS, maxProducts: 2 });
    expect([...offsets]).toEqual([0, 0, 0, 0]);
    expect([...buyers]).toEqual([2, 2, 1]);
    expect(fitEaseNeighbors(fromTable([]), OPTIONS).neighbors).toHaveLength(0);
  });
});
