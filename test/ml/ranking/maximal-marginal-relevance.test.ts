import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  diversify,
  similarityOfRows,
  type MmrInput,
} from "~/ml/ranking/maximal-marginal-relevance";
import { weighTerms } from "~/ml/neighbors/text-neighbors";
import { fromTable, table } from "../arbitraries";

/** Products of four kinds with similarity 1 within a kind. */
const sameKind = (a: number, b: number) => (a % 4 === b % 4 ? 1 : 0);

const input = fc.record({
  relevances: fc.array(
    fc.integer({ min: 0, max: 10 }).map((n) => n / 10),
    { maxLength: 9 },
  ),
  lambda: fc.integer({ min: 0, max: 4 }).map((n) => n / 4),
  count: fc.nat({ max: 10 }),
});

function run({ relevances, lambda, count }: Pick<MmrInput, "relevances" | "lambda" | "count">) {
  const products = Array.from(relevances, (_, n) => n);
  return diversify({ products, relevances, similarity: sameKind, lambda, count });
}

describe("diversify", () => {
  test("ranks a less relevant product of another kind before two of the same", () => {
    // 0 and 4 are of one kind, 1 of another.
    const ranked = { products: [0, 4, 1], relevances: [1, 0.95, 0.6], similarity: sameKind };
    expect(diversify({ ...ranked, lambda: 0.5, count: 3 })).toEqual([0, 1, 4]);
    expect(diversify({ ...ranked, lambda: 1, count: 3 })).toEqual([0, 4, 1]);
  });

  test("picks the best by definition at each position", () => {
    fc.assert(
      fc.property(input, (given) => {
        const picks = run(given);
        expect(picks).toHaveLength(Math.min(given.count, given.relevances.length));
        expect(new Set(picks).size).toBe(picks.length);
        picks.forEach((pick, place) => {
          const before = picks.slice(0, place);
          const worth = (product: number) =>
            given.lambda * given.relevances[product]! -
            (1 - given.lambda) * Math.max(0, ...before.map((other) => sameKind(product, other)));
          const rest = given.relevances.map((_, n) => n).filter((n) => !before.includes(n));
          expect(worth(pick)).toBe(Math.max(...rest.map(worth)));
        });
      }),
    );
  });

  test("does not depend on the order of candidates", () => {
    fc.assert(
      fc.property(input, (given) => {
        const products = given.relevances.map((_, n) => n).toReversed();
        const relevances = given.relevances.toReversed();
        const { lambda, count } = given;
        expect(diversify({ products, relevances, similarity: sameKind, lambda, count })).toEqual(
          run(given),
        );
      }),
    );
  });

  test("starts with the most relevant, and returns nothing for nothing", () => {
    expect(run({ relevances: [0.2, 0.9, 0.9], lambda: 0.3, count: 1 })).toEqual([1]);
    expect(run({ relevances: [], lambda: 0.5, count: 4 })).toEqual([]);
    expect(run({ relevances: [NaN], lambda: 0.5, count: 4 })).toEqual([]);
  });
});

describe("similarityOfRows", () => {
  test("is a symmetric cosine of text weights, and 1 with itself", () => {
    fc.assert(
      fc.property(table(3), (rows) => {
        const weights = weighTerms(fromTable(rows));
        rows.forEach((own, row) => {
          if (own.some((count) => count > 0)) {
            expect(similarityOfRows(weights, row, row)).toBeCloseTo(1, 12);
          }
          rows.forEach((_, other) => {
            const dense = (of: number) => {
              const line = new Float64Array(weights.columns);
              for (let at = weights.offsets[of]!; at < weights.offsets[of + 1]!; at++) {
                line[weights.indices[at]!] = weights.values[at]!;
              }
              return line;
            };
            const there = dense(other);
            const dot = dense(row).reduce((sum, value, n) => sum + value * there[n]!, 0);
            expect(similarityOfRows(weights, row, other)).toBeCloseTo(dot, 12);
            expect(similarityOfRows(weights, other, row)).toBe(
              similarityOfRows(weights, row, other),
            );
          });
        });
      }),
    );
  });
});
