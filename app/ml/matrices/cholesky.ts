/**
 * Solves A x = b for a symmetric positive definite A (row-major, size × size) by Cholesky decomposition. Cost:
 * O(size³ / 6).
 *
 * @returns x, or null when A is not positive definite (to machine precision)
 */
export function solvePositiveDefinite(
  matrix: Float64Array,
  right: Float64Array,
  size: number,
): Float64Array | null {
  const lower = choleskyFactor(matrix, size);
  return lower && solveFactored(lower, right, size);
}

/** The inverse of a symmetric positive definite matrix, or null. Cost: O(size³). */
export function invertPositiveDefinite(matrix: Float64Array, size: number): Float64Array | null {
  const lower = choleskyFactor(matrix, size);
  if (!lower) return null;
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    const solved = solveFactored(lower, unit, size);
    for (let row = 0; row < size; row++) inverse[row * size + column] = solved[row]!;
  }
  return inverse;
}

/** Solves L Lᵀ x = b. Cost: O(size²). */
function solveFactored(lower: Float64Array, right: Float64Array, size: number): Float64Array {
  const x = right.slice();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++)
      x[row]! -= lower[row * size + column]! * x[column]!;
    x[row]! /= lower[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let below = row + 1; below < size; below++) {
      x[row]! -= lower[below * size + row]! * x[below]!;
    }
    x[row]! /= lower[row * size + row]!;
  }
  return x;
}

/** L with L Lᵀ = A; 0 above the diagonal. */
export function choleskyFactor(matrix: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!;
      for (let n = 0; n < column; n++) {
        sum -= lower[row * size + n]! * lower[column * size + n]!;
      }
      if (row === column) {
        // A smaller remaining diagonal is rounding error.
        if (!(sum > 1e-14 * matrix[row * size + row]!)) return null;
        lower[row * size + row] = Math.sqrt(sum);
      } else {
        lower[row * size + column] = sum / lower[column * size + column]!;
      }
    }
  }
  return lower;
}
