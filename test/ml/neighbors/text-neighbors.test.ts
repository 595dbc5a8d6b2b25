import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitTextNeighbors, weighTerms } from "~/ml/neighbors/text-neighbors";
import { fromTable, table } from "../arbitraries";

describe("fitTextNeighbors", () => {
  test("ranks a text with a shared rare word above one with a common word", () => {
    const model = fitTextNeighbors(
      fromTable([
        [1, 1, 0, 0],
        [1, 0, 1, 0],
        [1, 0, 1, 0],
        [0, 1, 0, 1],
      ]),
      2,
    );
    expect([...model.neighbors.subarray(0, 2)]).toEqual([3, 1]);
  });

  test("gives an identical text the score 1, and finds none without a shared word", () => {
    const model = fitTextNeighbors(
      fromTable([
        [2, 1, 0],
        [2, 1, 0],
        [0, 0, 1],
      ]),
      5,
    );
    expect([...model.offsets]).toEqual([0, 1, 2, 2]);
    expect(model.scores[0]).toBeCloseTo(1, 6);
    expect(model.shared[0]).toBe(2);
  });

  test("finds the best by naive cosine", () => {
    fc.assert(
      fc.property(table(3), fc.integer({ min: 1, max: 4 }), (rows, k) => {
        const weights = weighTerms(fromTable(rows));
        const dense = rows.map((row, d) => {
          const full = row.map(() => 0);
          for (let at = weights.offsets[d]!; at < weights.offsets[d + 1]!; at++) {
            full[weights.indices[at]!] = weights.values[at]!;
          }
          return full;
        });
        const model = fitTextNeighbors(fromTable(rows), k);
        dense.forEach((one, d) => {
          const expected = dense
            .map((other) => other.reduce((sum, w, t) => sum + w * one[t]!, 0))
            .filter((score, other) => other !== d && score > 0)
            .sort((a, b) => b - a)
            .slice(0, k);
          const found = model.scores.subarray(model.offsets[d], model.offsets[d + 1]);
          expect(found).toHaveLength(expected.length);
          found.forEach((score, n) => expect(score).toBeCloseTo(expected[n]!, 6));
        });
      }),
    );
  });

  test("pairs texts by a rare word when all share a common one", () => {
    const texts = Array.from({ length: 200 }, (_, d) =>
      Array.from({ length: 101 }, (_, t) => (t === 100 || t === d >> 1 ? 1 : 0)),
    );
    const model = fitTextNeighbors(fromTable(texts), 1);
    expect([...model.neighbors]).toEqual(texts.map((_, d) => d ^ 1));
    expect(new Set(model.shared)).toEqual(new Set([2]));
  });
});

describe("weighTerms", () => {
  test("normalizes each text and weights rare words more", () => {
    const { values } = weighTerms(
      fromTable([
        [1, 1],
        [1, 0],
      ]),
    );
    expect(values[0]! ** 2 + values[1]! ** 2).toBeCloseTo(1, 12);
    expect(values[1]).toBeGreaterThan(values[0]!);
    expect(values[2]).toBe(1);
  });
});
