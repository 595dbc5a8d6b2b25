import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cappedRecallAt,
  hitRateAt,
  markHits,
  ndcgAt,
  recallAt,
  reciprocalRankAt,
} from "~/ml/ranking/ranking-metrics";

describe("ranking metrics", () => {
  test("are correct for a list with targets in second and fourth place", () => {
    const hits = markHits([9, 1, 8, 2, 7], (item) => [1, 2, 3].includes(item), 4);
    expect([...hits]).toEqual([0, 1, 0, 1]);
    expect(recallAt(hits, 3, 4)).toBeCloseTo(2 / 3, 12);
    expect(cappedRecallAt(hits, 3, 2)).toBe(0.5);
    expect(hitRateAt(hits, 1)).toBe(0);
    expect(hitRateAt(hits, 2)).toBe(1);
    expect(reciprocalRankAt(hits, 4)).toBe(0.5);
    const gain = 1 / Math.log2(3) + 1 / Math.log2(5);
    expect(ndcgAt(hits, 3, 4)).toBeCloseTo(gain / (1 + 1 / Math.log2(3) + 0.5), 12);
  });

  test("are 1 when all targets come first and 0 without targets", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (targets, k) => {
          const ideal = markHits(
            Array.from({ length: 20 }, (_, n) => n),
            (item) => item < targets,
            k,
          );
          expect(ndcgAt(ideal, targets, k)).toBeCloseTo(1, 12);
          expect(cappedRecallAt(ideal, targets, k)).toBe(1);
          expect(recallAt(ideal, targets, k)).toBeCloseTo(Math.min(1, k / targets), 12);
          expect(reciprocalRankAt(ideal, k)).toBe(1);
          const none = new Uint8Array(k);
          expect([
            ndcgAt(none, targets, k),
            hitRateAt(none, k),
            recallAt(none, targets, k),
          ]).toEqual([0, 0, 0]);
        },
      ),
    );
  });

  test("ignore positions after k, and missing positions of a short list", () => {
    expect(ndcgAt([0, 0, 1], 1, 2)).toBe(0);
    expect(recallAt([1], 2, 10)).toBe(0.5);
    expect(reciprocalRankAt([], 10)).toBe(0);
  });
});
