import { invertPositiveDefinite } from "../matrices/cholesky";

export interface LogisticModel {
  /** The intercept, then one weight per feature. */
  readonly theta: Float64Array;
  /** Of the labels at `theta`, without the penalty. ≤ 0. */
  readonly logLikelihood: number;
  /** Negative second derivatives of the penalized log-likelihood, (width + 1)², row-major. */
  readonly curvature: Float64Array;
  /** Standard errors of `theta` (for many rows from a sample's curvature), NaN if a weight is not identifiable. */
  readonly standardErrors: Float64Array;
  /** False when the weights were still growing: the classes are perfectly separable. */
  readonly converged: boolean;
}

/**
 * @param gradient at any weights: a feature that is not finite makes it not finite too
 * @throws RangeError like `fitLogistic`
 */
export function requireFiniteFeatures(labels: ArrayLike<number>, gradient: Float64Array): void {
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] !== 0 && labels[row] !== 1) {
      throw new RangeError(`The label of row ${row} is neither 0 nor 1.`);
    }
  }
  if (!gradient.every(Number.isFinite)) throw new RangeError("A feature is no finite number.");
}

/** Square roots of the inverse's diagonal; NaN if the curvature is singular. Cost: O(size³). */
export function standardErrorsOf(curvature: Float64Array, size: number): Float64Array {
  const inverse = invertPositiveDefinite(curvature, size);
  return Float64Array.from({ length: size }, (_, n) =>
    inverse ? Math.sqrt(inverse[n * size + n]!) : NaN,
  );
}
