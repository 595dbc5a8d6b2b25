import { solvePositiveDefinite } from "~/ml/matrices/cholesky";
import { predictLogistic } from "~/ml/regression/logistic-regression";
import type { LabeledRows } from "~/ml/regression/logistic-slopes";

/**
 * Distance of weights from the maximum of the likelihood: Newton's step over all rows, which near the maximum leads
 * to it.
 *
 * @param theta the intercept, then one weight per feature
 * @returns the largest change of any weight; Infinity if the rows do not identify the weights
 */
export function distanceToMaximum(
  { features, width, labels }: LabeledRows,
  theta: Float64Array,
): number {
  const size = width + 1;
  const gradient = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  for (let row = 0; row < labels.length; row++) {
    const chance = predictLogistic(theta, features, row);
    const x = [1, ...features.subarray(row * width, (row + 1) * width)];
    for (let n = 0; n < size; n++) {
      gradient[n]! += (labels[row]! - chance) * x[n]!;
      for (let m = 0; m < size; m++) {
        curvature[n * size + m]! += chance * (1 - chance) * x[n]! * x[m]!;
      }
    }
  }
  const step = solvePositiveDefinite(curvature, gradient, size);
  return step === null ? Infinity : step.reduce((max, move) => Math.max(max, Math.abs(move)), 0);
}
