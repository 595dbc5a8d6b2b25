import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { binFeatures } from "~/ml/trees/feature-bins";
import { joinTrees, scoreForest } from "~/ml/trees/forest";
import { growTree, type LossSlopes } from "~/ml/trees/grow-tree";
import { propertyRuns } from "../../support/property-runs";
import { randomRows } from "./random-rows";

interface Options {
  readonly maxLeaves: number;
  readonly minRows: number;
  readonly ridge: number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Each row's value by trying all splits of all leaves on the plain values, from the definition. */
function valuesBySearch(
  features: Float64Array,
  width: number,
  { gradients, curvatures }: LossSlopes,
  { maxLeaves, minRows, ridge }: Options,
): number[] {
  const total = (rows: readonly number[]) => [
    sum(rows.map((row) => gradients[row]!)),
    sum(rows.map((row) => curvatures[row]!)),
  ];
  const scoreOf = (rows: readonly number[]) => {
    const [g = 0, h = 0] = total(rows);
    return g ** 2 / (h + ridge);
  };
  let leaves = [Array.from({ length: features.length / width }, (_, row) => row)];
  while (leaves.length < maxLeaves) {
    const splits = leaves.flatMap((rows, leaf) =>
      Array.from({ length: width }, (_, feature) => feature).flatMap((feature) => {
        const valueOf = (row: number) => features[row * width + feature]!;
        return [...new Set(rows.map(valueOf))].flatMap((limit) => {
          const left = rows.filter((row) => valueOf(row) <= limit);
          const right = rows.filter((row) => valueOf(row) > limit);
          if (Math.min(left.length, right.length) < minRows) return [];
          return [{ leaf, left, right, gain: scoreOf(left) + scoreOf(right) - scoreOf(rows) }];
        });
      }),
    );
    const best = splits.toSorted((a, b) => b.gain - a.gain)[0];
    if (!best || best.gain < 1e-9) break;
    leaves = leaves.flatMap((rows, n) => (n === best.leaf ? [best.left, best.right] : [rows]));
  }
  const values: number[] = [];
  for (const rows of leaves) {
    const [g = 0, h = 0] = total(rows);
    for (const row of rows) values[row] = -g / (h + ridge);
  }
  return values;
}

describe("growTree", () => {
  test("finds the splits of an exhaustive search", () => {
    fc.assert(
      fc.property(
        randomRows(),
        fc.record({
          maxLeaves: fc.integer({ min: 1, max: 6 }),
          minRows: fc.integer({ min: 1, max: 4 }),
          ridge: fc.constantFrom(0, 1, 5),
        }),
        fc.integer(),
        ({ features, width, labels }, options, seed) => {
          // Random slopes, so that no two splits are equally good.
          const random = createRandomNumbers(seed);
          const slopes = {
            gradients: Float64Array.from(labels, (label) => random.nextFloat() - label),
            curvatures: Float64Array.from(labels, () => 0.1 + random.nextFloat()),
          };
          const members = Int32Array.from({ length: labels.length }, (_, row) => row);
          const all = Array.from({ length: width }, (_, feature) => feature);
          const { nodes, leaves } = growTree(binFeatures(features, width), slopes, members, {
            ...options,
            scale: 1,
            drawFeatures: () => all,
          });
          const forest = joinTrees(0, [nodes]);
          const expected = valuesBySearch(features, width, slopes, options);
          expected.forEach((value, row) =>
            expect(scoreForest(forest, features, row * width)).toBeCloseTo(value, 9),
          );
          // The ranges of the leaves hold every row once, with its value.
          expect([...members].sort((a, b) => a - b)).toEqual(expected.map((_, row) => row));
          for (const { start, end, value } of leaves) {
            for (const row of members.subarray(start, end)) {
              expect(value).toBeCloseTo(expected[row]!, 9);
            }
          }
        },
      ),
      { numRuns: propertyRuns(100) },
    );
  });

  test("does not split rows that are alike", () => {
    const { nodes } = growTree(
      binFeatures(Float64Array.of(1, 1, 1, 1), 1),
      { gradients: Float64Array.of(-1, 0, -1, 0), curvatures: Float64Array.of(1, 1, 1, 1) },
      Int32Array.of(0, 1, 2, 3),
      { maxLeaves: 4, minRows: 1, ridge: 0, scale: 1, drawFeatures: () => [0] },
    );
    expect(nodes).toHaveLength(1);
    expect(nodes[0]!.value).toBe(0.5);
  });
});
