import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSparseScores } from "~/ml/matrices/sparse-scores";
import {
  prepareUpCf,
  recentShares,
  scoreByUpCf,
  type UpCf,
  type UpCfOptions,
} from "~/ml/neighbors/up-cf";

const PRODUCTS = 5;
const OPTIONS: UpCfOptions = { neighbors: 100, asymmetry: 0.25, locality: 1 };

function scores(histories: number[][][], profile: number, options: UpCfOptions): number[] {
  const model = prepareUpCf(recentShares(toSequences(histories), PRODUCTS, 10), options);
  const into = createSparseScores(PRODUCTS);
  scoreByUpCf(model, sharesOf(model, profile), into);
  return [...into.values];
}

/** Baskets as the steps of a session. */
function toSequences(histories: number[][][]) {
  const entries = histories.map((own) =>
    own.flatMap((basket, step) => basket.map((item) => ({ item, step }))),
  );
  const offsets = [0];
  for (const own of entries) offsets.push(offsets.at(-1)! + own.length);
  return {
    items: Int32Array.from(entries.flat(), ({ item }) => item),
    steps: Int32Array.from(entries.flat(), ({ step }) => step),
    offsets: Int32Array.from(offsets),
  };
}

function sharesOf({ shares }: UpCf, profile: number) {
  const range = [shares.offsets[profile], shares.offsets[profile + 1]] as const;
  return { products: shares.indices.subarray(...range), weights: shares.values.subarray(...range) };
}

describe("recentShares", () => {
  test("is the share of the last baskets with the product", () => {
    const shares = recentShares(toSequences([[[0], [1, 2], [1]]]), 3, 2);
    expect([...shares.indices]).toEqual([1, 2]);
    expect([...shares.values]).toEqual([1, 0.5]);
  });
});

describe("scoreByUpCf", () => {
  test("returns the profile's own shares without similar profiles", () => {
    expect(scores([[[0], [0, 1]], [[2]]], 0, OPTIONS)).toEqual([1, 0.5, 0, 0, 0]);
  });

  test("adds the purchases of similar profiles", () => {
    const [, , third] = scores([[[0, 1]], [[0, 1, 2]]], 0, OPTIONS);
    expect(third).toBeGreaterThan(0);
  });

  test("agrees with the naive formula", () => {
    const basket = fc.uniqueArray(fc.nat({ max: PRODUCTS - 1 }), { minLength: 1, maxLength: 4 });
    const history = fc.array(basket, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(history, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(0.1, 0.25, 0.5),
        fc.constantFrom(1, 3),
        (histories, asymmetry, locality) => {
          const dense = histories.map((own) =>
            Array.from(
              { length: PRODUCTS },
              (_, p) => own.filter((b) => b.includes(p)).length / own.length,
            ),
          );
          const dot = (a: number[], b: number[]) => a.reduce((sum, x, n) => sum + x * b[n]!, 0);
          const expected = new Array<number>(PRODUCTS).fill(0);
          for (const other of dense) {
            const own = dense[0]!;
            const norm = dot(own, own) ** asymmetry * dot(other, other) ** (1 - asymmetry);
            const vote = (dot(own, other) / norm) ** locality;
            other.forEach((share, p) => (expected[p]! += vote * share));
          }
          // Votes below 1e-4 of other profiles may be missing.
          const missed = 1e-4 * histories.length;
          scores(histories, 0, { neighbors: 100, asymmetry, locality }).forEach((score, p) =>
            expect(Math.abs(score - expected[p]!)).toBeLessThanOrEqual(missed),
          );
        },
      ),
    );
  });

  test("is repeatable after other queries", () => {
    const model = prepareUpCf(
      recentShares(toSequences([[[0, 1]], [[1, 2]], [[2]]]), PRODUCTS, 10),
      OPTIONS,
    );
    const [first, , again] = [0, 1, 0].map((profile) => {
      const into = createSparseScores(PRODUCTS);
      scoreByUpCf(model, sharesOf(model, profile), into);
      return [...into.values];
    });
    expect(again).toEqual(first);
  });

  test("uses only the k nearest profiles", () => {
    const histories = [[[0, 1]], [[0, 1, 2]], [[1, 3]]];
    const [, , near, far] = scores(histories, 0, { ...OPTIONS, neighbors: 2 });
    expect(near).toBeGreaterThan(0);
    expect(far).toBe(0);
  });
});
