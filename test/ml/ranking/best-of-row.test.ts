import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexOf, scoreOf } from "~/ml/ranking/best-of-many";
import { createRowOfScores, findBestOfRow } from "~/ml/ranking/best-of-row";
import { propertyRuns } from "../../support/property-runs";

describe("findBestOfRow", () => {
  test("equals a sort cut off after k, for distant, equal and zero scores", () => {
    const near = fc.integer({ min: 0, max: 40 }).map((n) => 1 + n * 2 ** -23);
    const far = fc.double({ min: 0, max: 3e38, noNaN: true });
    const score = fc.oneof(fc.constantFrom(0, 1, 2), near, far, fc.double({ min: 0, max: 1 }));
    fc.assert(
      fc.property(
        fc.array(score.filter(Number.isFinite), { maxLength: 300 }),
        fc.integer({ min: 0, max: 60 }),
        (scores, k) => {
          expect(best(scores, k)).toEqual(sorted(scores, k));
        },
      ),
      { numRuns: propertyRuns(1000) },
    );
  });

  test("keeps the lower index of any number of equal scores", () => {
    expect(best(new Array<number>(500).fill(0.25), 3).map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  test("returns scores below a 256th of the best when needed", () => {
    expect(best([1, 1e-9, 1e-6, 0], 3).map(({ index }) => index)).toEqual([0, 2, 1]);
  });

  test("does not carry over the previous row", () => {
    const row = createRowOfScores(2, 3);
    row.scores.set([3, 2, 1]);
    findBestOfRow(row, Int32Array.of(0, 1, 2), 3);
    row.scores.set([0.5]);
    findBestOfRow(row, Int32Array.of(2), 1);
    expect(Array.from(row.keys.subarray(row.from, row.to), indexOf)).toEqual([2]);
  });

  test("refuses more indices than a key can hold", () => {
    expect(() => createRowOfScores(1, 2 ** 22 + 1)).toThrow(RangeError);
  });
});

/** Best first; the scores' indices are descending, so that the order differs from the index order. */
function best(scores: readonly number[], k: number) {
  const row = createRowOfScores(k, scores.length);
  row.scores.set(scores.toReversed());
  const indices = Int32Array.from(scores, (_, n) => scores.length - 1 - n);
  findBestOfRow(row, indices, scores.length);
  return Array.from(row.keys.subarray(row.from, row.to), (key) => ({
    index: indexOf(key),
    score: scoreOf(key),
  })).reverse();
}

function sorted(scores: readonly number[], k: number) {
  return scores
    .map((score, index) => ({ index, score: Math.fround(score) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, k);
}
