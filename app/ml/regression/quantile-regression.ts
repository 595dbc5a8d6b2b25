import { solvePositiveDefinite } from "../matrices/cholesky";

/** One row per example. */
export interface MeasuredRows {
  /** Rows × width, row-major. */
  readonly features: Float64Array;
  readonly width: number;
  /** Target values, one per row. */
  readonly targets: ArrayLike<number>;
}

const STEPS = 60;
/** Share of the targets' range below which a residual counts as zero. */
const SMALL = 1e-4;

/**
 * Fits a linear function with the share `quantile` of the targets below it: 0.5 is median regression, which minimizes
 * the sum of absolute errors and is robust to outliers. By iteratively reweighted least squares.
 *
 * - R. Koenker, G. Bassett. Regression quantiles. Econometrica 46(1), 1978. doi:10.2307/1913643
 *
 * Cost: O(60 × rows × width²).
 *
 * @param quantile in (0, 1)
 * @returns the intercept, then one weight per feature; null when there are no more rows than weights
 */
export function fitQuantileRegression(rows: MeasuredRows, quantile: number): Float64Array | null {
  const { features, width, targets } = rows;
  const size = width + 1;
  if (targets.length <= size) return null;
  const smallest = Math.max(1e-12, SMALL * spreadOf(targets));
  const weights = new Float64Array(targets.length).fill(1);
  let theta: Float64Array = new Float64Array(size);
  for (let step = 0; step < STEPS; step++) {
    const solved = solveWeighted(rows, weights);
    if (!solved) return null;
    theta = solved;
    for (let row = 0; row < targets.length; row++) {
      const residual = targets[row]! - predictLinear(theta, features, row);
      const side = residual >= 0 ? quantile : 1 - quantile;
      weights[row] = side / Math.max(smallest, Math.abs(residual));
    }
  }
  return theta;
}

/** θ₀ + θ·x of one row of `features`. */
export function predictLinear(theta: Float64Array, features: Float64Array, row: number): number {
  const width = theta.length - 1;
  let sum = theta[0]!;
  for (let n = 0; n < width; n++) sum += theta[n + 1]! * features[row * width + n]!;
  return sum;
}

function solveWeighted(
  { features, width, targets }: MeasuredRows,
  weights: Float64Array,
): Float64Array | null {
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  const x = new Float64Array(size).fill(1);
  for (let row = 0; row < targets.length; row++) {
    for (let n = 0; n < width; n++) x[n + 1] = features[row * width + n]!;
    for (let n = 0; n < size; n++) {
      const weighted = weights[row]! * x[n]!;
      right[n]! += weighted * targets[row]!;
      for (let m = 0; m < size; m++) matrix[n * size + m]! += weighted * x[m]!;
    }
  }
  // A slight ridge separates equal features and gives constant zero features no weight.
  for (let n = 0; n < size; n++) {
    matrix[n * size + n] = matrix[n * size + n]! * (1 + 1e-9) || 1;
  }
  return solvePositiveDefinite(matrix, right, size);
}

function spreadOf(values: ArrayLike<number>): number {
  let min = Infinity;
  let max = -Infinity;
  for (let n = 0; n < values.length; n++) {
    min = Math.min(min, values[n]!);
    max = Math.max(max, values[n]!);
  }
  return max - min;
}
