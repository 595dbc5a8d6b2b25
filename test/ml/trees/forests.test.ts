import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { areaUnderCurve, logLossOf } from "~/ml/regression/classification-metrics";
import type { LabeledRows } from "~/ml/regression/logistic-slopes";
import { fitBoostedTrees } from "~/ml/trees/boosted-trees";
import { scoreForest, type Forest } from "~/ml/trees/forest";
import { fitRandomForest } from "~/ml/trees/random-forest";
import { exclusiveRows } from "./random-rows";

const BOOSTING = { rounds: 40, rate: 0.2, maxLeaves: 4, minRows: 5, ridge: 1 };
const FOREST = { trees: 40, maxLeaves: 16, minRows: 5 };

const scoresOf = (forest: Forest, { features, width, labels }: LabeledRows) =>
  Array.from(labels, (_, row) => scoreForest(forest, features, row * width));
const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

describe("fitBoostedTrees", () => {
  test("takes one Newton step per leaf", () => {
    const rows = { features: Float64Array.of(0, 0, 0, 1), width: 1, labels: [0, 0, 1, 1] };
    const forest = fitBoostedTrees(rows, { ...BOOSTING, rounds: 1, maxLeaves: 2, minRows: 1 });
    // All chances are 1/2: gradients are ±1/2, curvatures 1/4.
    expect(scoreForest(forest, [0])).toBeCloseTo((0.2 * -0.5) / (0.75 + 1), 12);
    expect(scoreForest(forest, [1])).toBeCloseTo((0.2 * 0.5) / (0.25 + 1), 12);
  });

  test("learns on new rows what no linear score can", () => {
    const test = exclusiveRows(500, 2);
    const scores = scoresOf(fitBoostedTrees(exclusiveRows(1_000), BOOSTING), test);
    expect(areaUnderCurve({ chances: scores, labels: test.labels })).toBeGreaterThan(0.98);
  });

  test("decreases the log loss in every round", () => {
    const rows = exclusiveRows(300);
    const losses = [1, 5, 10, 20, 40].map((rounds) => {
      const scores = scoresOf(fitBoostedTrees(rows, { ...BOOSTING, rounds }), rows);
      return logLossOf({ chances: scores.map(sigmoid), labels: rows.labels });
    });
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    expect(losses.at(-1)).toBeLessThan(0.3);
  });

  test("stops at the share of positives when no feature helps", () => {
    const rows = { features: new Float64Array(8), width: 1, labels: [1, 0, 0, 0, 1, 0, 0, 0] };
    const forest = fitBoostedTrees(rows, BOOSTING);
    expect(forest.roots).toHaveLength(1);
    expect(scoreForest(forest, [0])).toBeLessThan(0);
  });
});

describe("fitRandomForest", () => {
  test("learns on new rows what no linear score can, within [0, 1]", () => {
    const test = exclusiveRows(500, 2);
    const forest = fitRandomForest(exclusiveRows(1_000), FOREST, createRandomNumbers(1));
    const scores = scoresOf(forest, test);
    expect(areaUnderCurve({ chances: scores, labels: test.labels })).toBeGreaterThan(0.95);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scores)).toBeLessThanOrEqual(1 + 1e-12);
  });

  test("gives the same forest for a seed, and another for another", () => {
    const grow = (seed: number) =>
      fitRandomForest(exclusiveRows(200), FOREST, createRandomNumbers(seed));
    expect(grow(1)).toEqual(grow(1));
    expect(grow(1)).not.toEqual(grow(2));
  });
});
