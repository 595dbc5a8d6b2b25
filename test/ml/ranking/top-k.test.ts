import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clearTopK, createTopK, offerTopK, sortTopK, type TopK } from "~/ml/ranking/top-k";

describe("top-k", () => {
  test("keeps the first k of a full sort, ties by lower index", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 }),
        fc.nat({ max: 20 }),
        fc.infiniteStream(fc.nat()),
        (scores, capacity, shuffle) => {
          const pairs = scores.map((score, index) => ({ index, score }));
          const best = pairs.toSorted((a, b) => b.score - a.score || a.index - b.index);
          const order = pairs
            .map((pair) => ({ pair, key: shuffle.next().value as number }))
            .sort((a, b) => a.key - b.key);

          const top = createTopK(capacity);
          for (const { pair } of order) offerTopK(top, pair.index, pair.score);
          expect(read(top)).toEqual(best.slice(0, capacity));
        },
      ),
    );
  });

  test("skips scores that are not numbers", () => {
    const top = createTopK(2);
    offerTopK(top, 0, NaN);
    offerTopK(top, 1, -Infinity);
    expect(read(top)).toEqual([{ index: 1, score: -Infinity }]);
  });

  test("starts empty after clearing", () => {
    const top = createTopK(1);
    offerTopK(top, 0, 9);
    clearTopK(top);
    offerTopK(top, 1, 2);
    expect(read(top)).toEqual([{ index: 1, score: 2 }]);
  });

  test.each([-1, 1.5, NaN])("refuses a capacity of %s", (capacity) => {
    expect(() => createTopK(capacity)).toThrow(RangeError);
  });
});

function read(top: TopK) {
  sortTopK(top);
  return Array.from({ length: top.size }, (_, n) => ({
    index: top.indices[n],
    score: top.scores[n],
  }));
}
