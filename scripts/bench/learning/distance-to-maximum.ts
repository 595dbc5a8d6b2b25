import { solvePositiveDefinite } from "~/ml/matrices/cholesky";
import { predictLogistic } from "~/ml/regression/logistic-regression";
import type { LabelledRows } from "~/ml/regression/logistic-slopes";

/**
 * How far weights are from those of the greatest likelihood: Newton's step from them over all
 * rows. Near the maximum the step leads to it, whoever found the weights.
 *
 * @param theta the intercept, then one weight a feature
 * @returns the largest move of any weight; Infinity where the rows do not tell the weights apart
 */
export function distanceToMaximum(
  { features, width, labels }: LabelledRows,
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
