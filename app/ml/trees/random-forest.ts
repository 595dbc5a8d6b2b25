import type { RandomNumbers } from "../numerics/random";
import type { LabeledRows } from "../regression/logistic-slopes";
import { binFeatures } from "./feature-bins";
import { joinTrees, type Forest } from "./forest";
import { growTree } from "./grow-tree";

export interface RandomForestOptions {
  readonly trees: number;
  readonly maxLeaves: number;
  /** Minimum rows of a leaf. */
  readonly minRows: number;
}

/**
 * The mean of trees, each grown on as many rows drawn with replacement, whose nodes split by the best of √width
 * features that are drawn anew.
 *
 * - L. Breiman. Random forests. Machine Learning 45, 2001. doi:10.1023/A:1010933404324
 *
 * Cost: O(trees × rows × √width × depth).
 *
 * @returns the score is the mean share of positives in the leaves, in [0, 1]
 */
export function fitRandomForest(
  { features, width, labels }: LabeledRows,
  { trees, maxLeaves, minRows }: RandomForestOptions,
  random: RandomNumbers,
): Forest {
  const binned = binFeatures(features, width);
  const { rows } = binned;
  const slopes = {
    gradients: Float64Array.from(labels, (label) => -label),
    curvatures: new Float64Array(rows).fill(1),
  };
  const tried = Math.max(1, Math.round(Math.sqrt(width)));
  const columns = Int32Array.from({ length: width }, (_, feature) => feature);
  const drawFeatures = () => {
    for (let n = 0; n < tried; n++) {
      const other = n + random.nextInteger(width - n);
      [columns[n], columns[other]] = [columns[other]!, columns[n]!];
    }
    return columns.subarray(0, tried);
  };
  const options = { maxLeaves, minRows, ridge: 0, scale: 1 / trees, drawFeatures };
  const grown = Array.from({ length: trees }, () => {
    const members = Int32Array.from({ length: rows }, () => random.nextInteger(rows)).sort();
    return growTree(binned, slopes, members, options).nodes;
  });
  return joinTrees(0, grown);
}
