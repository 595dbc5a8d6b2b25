import type { SparseMatrix } from "./sparse-matrix";

/** One row of a sparse matrix product, in scratch memory that the next row overwrites. */
export interface ProductRow {
  readonly row: number;
  /** The first `count` elements are the columns with any term, unordered. */
  readonly columns: Int32Array;
  readonly count: number;
  /** The full row: `dots[column]` is the sum of the products, 0 without terms. */
  readonly dots: Float64Array;
  /** `terms[column]` is the number of products in that sum. */
  readonly terms: Int32Array;
}

/** Rows `from` … `to` − 1. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Multiplies two sparse matrices row by row (Gustavson) and visits each row of the product before computing the next:
 * the product, which may be far larger than its factors, is never stored.
 *
 * - F. Gustavson. Two fast algorithms for sparse matrices. ACM TOMS 4(3), 1978.
 *   doi:10.1145/355791.355796
 *
 * Cost: time O(Σ over entries (r, m) of left of the entries in row m of right); memory O(columns).
 *
 * @param left rows × middle
 * @param right middle × columns
 * @param range rows of `left` to process; all by default
 */
export function forEachProductRow(
  left: SparseMatrix,
  right: SparseMatrix,
  visit: (row: ProductRow) => void,
  range: RowRange = { from: 0, to: left.rows },
): void {
  const dots = new Float64Array(right.columns);
  const terms = new Int32Array(right.columns);
  // One more than the number of columns: the next one is written before it is known to be new.
  const columns = new Int32Array(right.columns + 1);
  const commonValues = commonValuesOf(right);

  for (let row = range.from; row < range.to; row++) {
    const count = sumRow(left, right, row, { dots, terms, columns, commonValues });
    visit({ row, columns, count, dots, terms });
    for (let n = 0; n < count; n++) {
      dots[columns[n]!] = 0;
      terms[columns[n]!] = 0;
    }
  }
}

interface Scratch {
  readonly dots: Float64Array;
  readonly terms: Int32Array;
  readonly columns: Int32Array;
  readonly commonValues: Float64Array;
}

/** Rows with one common value are frequent, and need one multiplication instead of many. */
function commonValuesOf({ rows, offsets, values }: SparseMatrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    const start = offsets[row]!;
    for (let at = start + 1; at < offsets[row + 1]!; at++) {
      if (values[at] !== values[start]) return NaN;
    }
    return values[start] ?? NaN;
  });
}

function sumRow(
  left: SparseMatrix,
  { offsets, indices, values }: SparseMatrix,
  row: number,
  { dots, terms, columns, commonValues }: Scratch,
): number {
  let count = 0;
  const rowEnd = left.offsets[row + 1]!;
  for (let at = left.offsets[row]!; at < rowEnd; at++) {
    const middle = left.indices[at]!;
    const weight = left.values[at]!;
    const common = commonValues[middle]!;
    const end = offsets[middle + 1]!;
    // Whether a column is new is unpredictable, so arithmetic is faster than a branch.
    if (Number.isNaN(common)) {
      for (let place = offsets[middle]!; place < end; place++) {
        const column = indices[place]!;
        const before = terms[column]!;
        columns[count] = column;
        count += isZero(before);
        terms[column] = before + 1;
        dots[column]! += weight * values[place]!;
      }
    } else {
      const term = weight * common;
      for (let place = offsets[middle]!; place < end; place++) {
        const column = indices[place]!;
        const before = terms[column]!;
        columns[count] = column;
        count += isZero(before);
        terms[column] = before + 1;
        dots[column]! += term;
      }
    }
  }
  return count;
}

/** 1 for 0, and 0 for a larger count. */
function isZero(count: number): number {
  return (count - 1) >>> 31;
}
