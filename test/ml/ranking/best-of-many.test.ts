import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clearBest,
  createBestOfMany,
  indexOf,
  offerBest,
  scoreOf,
  sortBest,
} from "~/ml/ranking/best-of-many";

/** Many ties, including those caused by rounding. */
const score = fc.oneof(
  fc.integer({ min: 1, max: 6 }),
  fc.double({ min: 1e-30, max: 1e30, noNaN: true }),
  fc.constantFrom(1, 1 + 1e-9, 1 + 2e-7),
);

function bestOf(scores: readonly number[], k: number) {
  const best = createBestOfMany(k, scores.length);
  scores.forEach((value, index) => offerBest(best, index, value));
  sortBest(best);
  return Array.from(best.keys.subarray(0, best.size), (key) => [indexOf(key), scoreOf(key)]);
}

describe("the best of many", () => {
  test("equal a full sort by rounded score, then by index", () => {
    fc.assert(
      fc.property(
        fc.array(score, { maxLength: 600, size: "max" }),
        fc.nat({ max: 200 }),
        (scores, k) => {
          const expected = scores
            .map((value, index) => [index, Math.fround(value)] as const)
            .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b)
            .slice(0, k)
            .reverse();
          expect(bestOf(scores, k)).toEqual(expected);
        },
      ),
    );
  });

  test("exclude scores of NaN, 0 and below", () => {
    expect(bestOf([NaN, 0, -1, 2], 3)).toEqual([[3, 2]]);
  });

  test("accept the largest index and the largest score", () => {
    const best = createBestOfMany(2, 2 ** 22);
    offerBest(best, 2 ** 22 - 1, 3.4e38);
    offerBest(best, 0, 3.4e38);
    sortBest(best);
    expect([...best.keys.subarray(0, 2)].map(indexOf)).toEqual([2 ** 22 - 1, 0]);
    expect(scoreOf(best.keys[0]!)).toBe(Math.fround(3.4e38));
    expect(() => createBestOfMany(2, 2 ** 22 + 1)).toThrow(RangeError);
  });

  test("start empty after clearing", () => {
    const best = createBestOfMany(1, 300);
    for (let index = 0; index < 300; index++) offerBest(best, index, 300 - index);
    clearBest(best);
    offerBest(best, 7, 0.5);
    sortBest(best);
    expect(indexOf(best.keys[0]!)).toBe(7);
  });
});
