/** In place: the inverse of a lower triangular L (size × size) times a matrix (size × width). Cost: O(size² × width). */
export function solveLower(
  factor: Float64Array,
  rows: Float64Array,
  { size, width }: { readonly size: number; readonly width: number },
): void {
  for (let row = 0; row < size; row++) {
    for (let above = 0; above < row; above++) {
      const weight = factor[row * size + above]!;
      if (weight === 0) continue;
      for (let n = 0; n < width; n++) rows[row * width + n]! -= weight * rows[above * width + n]!;
    }
    for (let n = 0; n < width; n++) rows[row * width + n]! /= factor[row * size + row]!;
  }
}

/** In place: the inverse of Lᵀ times a vector, for a lower triangular L (size × size). Cost: O(size²). */
export function solveUpper(factor: Float64Array, values: Float64Array, size: number): void {
  for (let row = size - 1; row >= 0; row--) {
    for (let below = row + 1; below < size; below++)
      values[row]! -= factor[below * size + row]! * values[below]!;
    values[row]! /= factor[row * size + row]!;
  }
}

/** In place: a vector minus a matrix (its length × that of the other vector) times another. Cost: O(rows × columns). */
export function subtractCoupled(
  side: Float64Array,
  shared: Float64Array,
  values: Float64Array,
): void {
  const width = shared.length;
  for (let row = 0; row < values.length; row++) {
    for (let n = 0; n < width; n++) values[row]! -= side[row * width + n]! * shared[n]!;
  }
}
