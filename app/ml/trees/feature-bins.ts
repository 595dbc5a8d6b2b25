/** The rows that trees are grown on. Each value is the number of its bin. */
export interface BinnedRows {
  /** Width × rows, column-major, so that one feature of all rows is contiguous. */
  readonly codes: Uint8Array;
  readonly rows: number;
  /** The upper limits of each feature's bins but the last, ascending: bin n has values up to and including limit n. */
  readonly limits: readonly Float64Array[];
}

/** Bins per feature. With up to this many distinct values each has its own. */
const MAX_BINS = 64;

/**
 * Puts the values of each feature into at most 64 bins of about equal count. A limit is halfway between two values that
 * occur, so that a split separates new values without bias to either side.
 *
 * - G. Ke et al. LightGBM: a highly efficient gradient boosting decision tree. NIPS 2017, algorithm 1.
 *   https://papers.nips.cc/paper/6907
 *
 * Cost: O(width × rows × log rows).
 *
 * @param features rows × width, row-major, finite
 */
export function binFeatures(features: Float64Array, width: number): BinnedRows {
  const rows = width > 0 ? features.length / width : 0;
  const codes = new Uint8Array(width * rows);
  const limits = Array.from({ length: width }, (_, feature) => {
    const values = Float64Array.from(
      { length: rows },
      (_, row) => features[row * width + feature]!,
    );
    const found = limitsOf(values.toSorted());
    values.forEach((value, row) => (codes[feature * rows + row] = binOf(found, value)));
    return found;
  });
  return { codes, rows, limits };
}

/** @param values ascending */
function limitsOf(values: Float64Array): Float64Array {
  const distinct = values.filter((value, n) => n === 0 || value !== values[n - 1]);
  if (distinct.length <= MAX_BINS) return between(distinct);
  const limits: number[] = [];
  for (let n = 1; n < values.length; n++) {
    // A bin ends at the first change of value after its share of the rows.
    const isFull = n >= ((limits.length + 1) * values.length) / MAX_BINS;
    if (isFull && values[n] !== values[n - 1]) limits.push(middle(values[n - 1]!, values[n]!));
    if (limits.length === MAX_BINS - 1) break;
  }
  return Float64Array.from(limits);
}

function between(values: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, values.length - 1) }, (_, n) =>
    middle(values[n]!, values[n + 1]!),
  );
}

/** At least `low` and below `high`, whatever rounding does. */
function middle(low: number, high: number): number {
  const found = low + (high - low) / 2;
  return found < high ? found : low;
}

/** The number of limits below the value. */
function binOf(limits: Float64Array, value: number): number {
  let low = 0;
  let high = limits.length;
  while (low < high) {
    const at = (low + high) >> 1;
    if (limits[at]! < value) low = at + 1;
    else high = at;
  }
  return low;
}
