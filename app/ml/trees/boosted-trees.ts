import type { LabeledRows } from "../regression/logistic-slopes";
import { binFeatures } from "./feature-bins";
import { joinTrees, type Forest, type GrownNode } from "./forest";
import { growTree } from "./grow-tree";

export interface BoostingOptions {
  readonly rounds: number;
  /** Share of each tree that is added, in (0, 1]. */
  readonly rate: number;
  readonly maxLeaves: number;
  /** Minimum rows of a leaf. */
  readonly minRows: number;
  /** ≥ 0. */
  readonly ridge: number;
}

/** Keeps the start finite when all labels are equal. */
const HALF = 0.5;
const MIN_CURVATURE = 1e-9;

/**
 * Gradient boosting for the log loss: each tree is a Newton step from the forecasts of all earlier ones.
 *
 * - J. Friedman. Greedy function approximation: a gradient boosting machine. Annals of Statistics 29, 2001.
 *   doi:10.1214/aos/1013203451
 *
 * Cost: O(rounds × rows × width × depth).
 *
 * @returns the score is a logit
 */
export function fitBoostedTrees(
  { features, width, labels }: LabeledRows,
  { rounds, rate, ...tree }: BoostingOptions,
): Forest {
  const binned = binFeatures(features, width);
  const { rows } = binned;
  const positives = Array.from(labels).reduce((sum, label) => sum + label, 0);
  const base = Math.log((positives + HALF) / (rows - positives + HALF));
  const scores = new Float64Array(rows).fill(base);
  const gradients = new Float64Array(rows);
  const curvatures = new Float64Array(rows);
  const members = Int32Array.from({ length: rows }, (_, row) => row);
  const all = Int32Array.from({ length: width }, (_, feature) => feature);
  const options = { ...tree, scale: rate, drawFeatures: () => all };
  const trees: (readonly GrownNode[])[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let row = 0; row < rows; row++) {
      const chance = 1 / (1 + Math.exp(-scores[row]!));
      gradients[row] = chance - labels[row]!;
      curvatures[row] = Math.max(MIN_CURVATURE, chance * (1 - chance));
    }
    const { nodes, leaves } = growTree(binned, { gradients, curvatures }, members, options);
    for (const { start, end, value } of leaves) {
      for (let at = start; at < end; at++) scores[members[at]!]! += value;
    }
    trees.push(nodes);
    if (leaves.length === 1) break;
  }
  return joinTrees(base, trees);
}
