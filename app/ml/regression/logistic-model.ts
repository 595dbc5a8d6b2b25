import { invertPositiveDefinite } from "../matrices/cholesky";

export interface LogisticModel {
  /** The intercept, then one weight a feature. */
  readonly theta: Float64Array;
  /** Of the labels at `theta`, without the penalty. ≤ 0. */
  readonly logLikelihood: number;
  /** Minus the second derivatives of the penalised log-likelihood, (width + 1)², row-major. */
  readonly curvature: Float64Array;
  /** Standard errors of `theta` (of many rows: by a sample's curvature), NaN where a weight is not identifiable. */
  readonly standardErrors: Float64Array;
  /** False when the weights were still growing: the classes are perfectly separable. */
  readonly converged: boolean;
}

/**
 * @param gradient at any weights: a feature that is no finite number leaves none there either
 * @throws RangeError as `fitLogistic` does
 */
export function requireUsable(labels: ArrayLike<number>, gradient: Float64Array): void {
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] !== 0 && labels[row] !== 1) {
      throw new RangeError(`The label of row ${row} is neither 0 nor 1.`);
    }
  }
  if (!gradient.every(Number.isFinite)) throw new RangeError("A feature is no finite number.");
}

/** Roots of the inverse's diagonal; NaN where the curvature has none. Cost: O(size³). */
export function standardErrorsOf(curvature: Float64Array, size: number): Float64Array {
  const inverse = invertPositiveDefinite(curvature, size);
  return Float64Array.from({ length: size }, (_, n) =>
    inverse ? Math.sqrt(inverse[n * size + n]!) : NaN,
  );
}
