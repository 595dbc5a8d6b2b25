/**
 * A rows × columns matrix that stores only its entries (compressed sparse row). Row `r` is `indices[offsets[r] …
 * offsets[r + 1] − 1]`, column indices ascending, with the same positions in `values`. Missing entries are 0.
 */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** rows + 1 positions into `indices` and `values`. */
  readonly offsets: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** Entry `n` is (`rowIndices[n]`, `columnIndices[n]`, `values[n]`), in any order. */
export interface Triplets {
  readonly rows: number;
  readonly columns: number;
  readonly rowIndices: ArrayLike<number>;
  readonly columnIndices: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/**
 * Builds a matrix from triplets; duplicate entries are summed, in input order.
 *
 * Cost: time O(triplets + rows + columns), by two counting sorts.
 *
 * @throws RangeError when the three arrays differ in length, an index is outside the matrix, or a value is not finite
 */
export function fromTriplets(triplets: Triplets): SparseMatrix {
  requireValid(triplets);
  const { rows, columns, rowIndices, columnIndices, values } = triplets;
  // A counting sort is stable, so sorting by column and then by row orders each row by column and keeps duplicates in
  // input order.
  const byColumn = countingSort(identity(values.length), columnIndices, columns);
  const { order, offsets } = countingSort(byColumn.order, rowIndices, rows);

  const indices = new Int32Array(order.length);
  const sums = new Float64Array(order.length);
  const merged = new Int32Array(rows + 1);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    const start = end;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const column = columnIndices[order[at]!]!;
      if (end === start || indices[end - 1] !== column) indices[end++] = column;
      sums[end - 1]! += values[order[at]!]!;
    }
    merged[row + 1] = end;
  }
  return {
    rows,
    columns,
    offsets: merged,
    indices: indices.slice(0, end),
    values: sums.slice(0, end),
  };
}

/** The columns × rows matrix with the same entries. Cost: O(entries + rows + columns). */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  const offsets = new Int32Array(matrix.columns + 1);
  for (const column of matrix.indices) offsets[column + 1]!++;
  for (let column = 0; column < matrix.columns; column++) offsets[column + 1]! += offsets[column]!;

  const next = offsets.slice();
  const indices = new Int32Array(matrix.indices.length);
  const values = new Float64Array(matrix.indices.length);
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
      const place = next[matrix.indices[at]!]!++;
      indices[place] = row;
      values[place] = matrix.values[at]!;
    }
  }
  return { rows: matrix.columns, columns: matrix.rows, offsets, indices, values };
}

/** The matrix with only the flagged rows; the others are empty. All rows without flags. Cost: O(entries). */
export function keepRows(matrix: SparseMatrix, flags: Uint8Array | undefined): SparseMatrix {
  if (!flags) return matrix;
  const offsets = new Int32Array(matrix.rows + 1);
  const indices = new Int32Array(matrix.indices.length);
  const values = new Float64Array(matrix.values.length);
  let end = 0;
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.offsets[row]!; flags[row] === 1 && at < matrix.offsets[row + 1]!; at++) {
      indices[end] = matrix.indices[at]!;
      values[end++] = matrix.values[at]!;
    }
    offsets[row + 1] = end;
  }
  return { ...matrix, offsets, indices: indices.slice(0, end), values: values.slice(0, end) };
}

/** The number of entries in each row. */
export function rowLengths({ rows, offsets }: SparseMatrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => offsets[row + 1]! - offsets[row]!);
}

/** Calls `visit` for each entry of a row, columns ascending. A row outside the matrix has none. */
export function forEachInRow(
  matrix: SparseMatrix,
  row: number,
  visit: (column: number, value: number) => void,
): void {
  const end = matrix.offsets[row + 1] ?? 0;
  for (let at = matrix.offsets[row] ?? 0; at < end; at++) {
    visit(matrix.indices[at]!, matrix.values[at]!);
  }
}

function requireValid({ rows, columns, rowIndices, columnIndices, values }: Triplets): void {
  if (rowIndices.length !== values.length || columnIndices.length !== values.length) {
    throw new RangeError("Triplets need as many rows and columns as values.");
  }
  for (let n = 0; n < values.length; n++) {
    if (!isIndex(rowIndices[n]!, rows) || !isIndex(columnIndices[n]!, columns)) {
      throw new RangeError(`Triplet ${n} lies outside the ${rows} × ${columns} matrix.`);
    }
    if (!Number.isFinite(values[n]!)) throw new RangeError(`Triplet ${n} has no finite value.`);
  }
}

function isIndex(value: number, below: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < below;
}

function identity(length: number): Int32Array {
  return Int32Array.from({ length }, (_, n) => n);
}

/** Sorts `items` by `keys[item]`, an integer in [0, keyCount); stable. */
function countingSort(items: Int32Array, keys: ArrayLike<number>, keyCount: number) {
  const offsets = new Int32Array(keyCount + 1);
  for (const item of items) offsets[keys[item]! + 1]!++;
  for (let key = 0; key < keyCount; key++) offsets[key + 1]! += offsets[key]!;

  const next = offsets.slice();
  const order = new Int32Array(items.length);
  for (const item of items) order[next[keys[item]!]!++] = item;
  return { order, offsets };
}
