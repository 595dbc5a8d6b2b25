import { solvePositiveDefinite } from "../matrices/cholesky";
import type { MeasuredRows } from "./least-squares";

/**
 * Least squares with a penalty on the squares of the weights, not of the intercept: min Σ (y − θ₀ − θ·x)² + λ |θ|².
 * Features should have similar scales: see `fitScales`.
 *
 * - A. Hoerl, R. Kennard. Ridge regression: biased estimation for nonorthogonal problems. Technometrics 12(1), 1970.
 *   doi:10.1080/00401706.1970.10488634
 *
 * Cost: O(rows × width² + width³).
 *
 * @param penalty λ > 0, in rows: a feature of deviation 1 in λ rows counts as much as the penalty
 * @param of the rows to use, by number
 * @returns the intercept, then one weight per feature, in target units per feature unit; all 0 without a row
 */
export function fitRidge(
  { features, width, targets }: MeasuredRows,
  penalty: number,
  of: ArrayLike<number>,
): Float64Array {
  const size = width + 1;
  const gram = new Float64Array(size * size);
  const right = new Float64Array(size);
  const x = new Float64Array(size).fill(1);
  for (let n = 0; n < of.length; n++) {
    const row = of[n]!;
    x.set(features.subarray(row * width, (row + 1) * width), 1);
    for (let i = 0; i < size; i++) {
      right[i]! += x[i]! * targets[row]!;
      for (let j = 0; j <= i; j++) gram[i * size + j]! += x[i]! * x[j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    if (i > 0) gram[i * size + i]! += penalty;
    for (let j = 0; j < i; j++) gram[j * size + i] = gram[i * size + j]!;
  }
  // Not positive definite only without rows.
  return solvePositiveDefinite(gram, right, size) ?? new Float64Array(size);
}
