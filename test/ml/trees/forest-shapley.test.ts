import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { shapleyParts } from "~/ml/regression/shapley";
import { scoreForest } from "~/ml/trees/forest";
import { forestParts } from "~/ml/trees/forest-shapley";
import { fitRandomForest } from "~/ml/trees/random-forest";
import { propertyRuns } from "../../support/property-runs";
import { randomRows } from "./random-rows";

describe("forestParts", () => {
  test("equals Shapley values by all coalitions of topics, and adds up to the score", () => {
    fc.assert(
      fc.property(randomRows(), fc.integer(), ({ features, width, labels }, seed) => {
        const random = createRandomNumbers(seed);
        const forest = fitRandomForest(
          { features, width, labels },
          { trees: 5, maxLeaves: 8, minRows: 1 },
          random,
        );
        const topics = 1 + random.nextInteger(width);
        const topicOf = Array.from({ length: width }, () => random.nextInteger(topics));
        const rowAt = (row: number) => features.subarray(row * width, (row + 1) * width);
        const [row, typical] = [rowAt(0), rowAt(1)];
        const expected = shapleyParts(topics, (known) =>
          scoreForest(
            forest,
            row.map((value, n) => (known & (1 << topicOf[n]!) ? value : typical[n]!)),
          ),
        );
        const parts = forestParts(forest, { row, typical }, topicOf, topics);
        parts.forEach((part, topic) => expect(part).toBeCloseTo(expected[topic]!, 10));
        const total = parts.reduce((sum, part) => sum + part, scoreForest(forest, typical));
        expect(total).toBeCloseTo(scoreForest(forest, row), 10);
      }),
      { numRuns: propertyRuns(100) },
    );
  });

  test("refuses more topics than bits", () => {
    const leaf = Float64Array.of(0);
    const forest = {
      base: 0,
      roots: leaf,
      feature: Float64Array.of(-1),
      limit: leaf,
      left: leaf,
      right: leaf,
      value: leaf,
    };
    expect(() => forestParts(forest, { row: [], typical: [] }, [], 32)).toThrow(RangeError);
  });
});
