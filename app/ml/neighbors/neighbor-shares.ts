import type { LabeledRows } from "../regression/logistic-slopes";
import { searchNearest } from "./nearest-points";

/** Examples of the overall share that are added to the neighbors, so that no logit is infinite. */
const PRIOR = 2;

/**
 * k-nearest-neighbor classification: the logit of the share of positives among a point's k nearest examples, with two
 * examples of the overall share added.
 *
 * - T. Cover, P. Hart. Nearest neighbor pattern classification. IEEE Trans. Inf. Theory 13, 1967.
 *   doi:10.1109/TIT.1967.1053964
 *
 * Cost: O(examples × width / 4) per point.
 *
 * @param examples with standardized features, at least one
 * @param points points × width, row-major, scaled alike
 * @param k ≥ 1
 * @returns one logit per point
 */
export function neighborLogits(
  { features, width, labels }: LabeledRows,
  points: Float64Array,
  k: number,
): Float64Array {
  const search = searchNearest({ values: features, dimensions: width }, k);
  const positives = Array.from(labels).reduce((sum, label) => sum + label, 0);
  const overall = (positives + 1) / (labels.length + 2);
  return Float64Array.from({ length: points.length / width }, (_, row) => {
    const { indices } = search(points.subarray(row * width, (row + 1) * width));
    const found = indices.reduce((sum, index) => sum + labels[index]!, 0);
    const share = (found + PRIOR * overall) / (indices.length + PRIOR);
    return Math.log(share / (1 - share));
  });
}
