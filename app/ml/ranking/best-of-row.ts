import { INDICES, keyOf, selectLargest } from "./best-of-many";

/**
 * The best `k` of a row of scores that is there as a whole, in the order of `best-of-many.ts`: higher
 * scores first, of equal ones the lower index. Scores are dropped into bins by their leading bits,
 * which tells how deep the best reach and sorts them but for neighbours: no comparison whose outcome
 * cannot be foreseen, which is what costs a selection its time.
 */
export interface RowOfScores {
  readonly k: number;
  /** To be filled for a row: numbers ≥ 0, rounded to single precision. Only those > 0 are kept. */
  readonly scores: Float32Array;
  /** The best of the row, worst first, at `from` … `to` − 1: to be read with `indexOf` and `scoreOf`. */
  readonly keys: Float64Array;
  from: number;
  to: number;
}

/** Bins a halving of the score has: 1 % apart. */
const DROPPED_BITS = 16;
/** Bins, from the best score down to 1/256 of it; the last has all below. */
const BINS = 1024;
/** Insertion sort is used up to this many keys in a bin. */
const FEW = 24;

interface Scratch extends RowOfScores {
  /** The scores' bits, which rise as the scores do. */
  readonly bits: Int32Array;
  readonly ends: Int32Array;
}

/**
 * @param k how many are kept, ≥ 0
 * @param indices number of indices, 0 … `indices` − 1, that a row may have
 * @throws RangeError when there are more than 4,194,304
 */
export function createRowOfScores(k: number, indices: number): RowOfScores {
  if (indices > INDICES) throw new RangeError(`${indices} indices are more than ${INDICES}.`);
  const scores = new Float32Array(indices);
  const row: Scratch = {
    k,
    scores,
    keys: new Float64Array(indices),
    from: 0,
    to: 0,
    bits: new Int32Array(scores.buffer),
    ends: new Int32Array(BINS),
  };
  return row;
}

/**
 * Finds the best of the row's first `count` scores. Cost: O(count), and O(count × log count) where
 * the best lie within 1 % of each other.
 *
 * @param indices which index each score is of
 */
export function findBestOfRow(row: RowOfScores, indices: Int32Array, count: number): void {
  const { k, keys, bits, ends } = row as Scratch;
  let best = 0;
  for (let n = 0; n < count; n++) best = Math.max(best, bits[n]!);
  ends.fill(0);
  for (let n = 0; n < count; n++) ends[binOf(best - bits[n]!)]!++;

  // The bin that the k-th best is in, and how many are in it and above.
  let last = 0;
  let kept = ends[0]!;
  while (kept < k && last < BINS - 1) kept += ends[++last]!;

  // Worst first: the last bin begins at 0, and the first ends at `kept`.
  for (let bin = 0, end = kept; bin <= last; bin++) {
    end -= ends[bin]!;
    ends[bin] = end;
  }
  for (let n = 0; n < count; n++) {
    const bin = binOf(best - bits[n]!);
    if (bin <= last) keys[ends[bin]!++] = keyOf(indices[n]!, bits[n]!);
  }

  row.to = kept;
  row.from = Math.max(0, kept - k);
  keepLargest(keys, ends[last]!, row.from);
  for (let bin = last, start = row.from; bin >= 0; bin--) {
    sortRange(keys, start, ends[bin]!);
    start = Math.max(start, ends[bin]!);
  }
  // Only the last of all bins has scores of 0, and of its keys they are the least.
  while (row.from < row.to && keys[row.from]! < INDICES) row.from++;
}

/** @param below how far the score's bits are below the best one's */
function binOf(below: number): number {
  return Math.min(BINS - 1, below >> DROPPED_BITS);
}

/** Moves the largest of the first `end` keys to `from` … `end` − 1. */
function keepLargest(keys: Float64Array, end: number, from: number): void {
  if (from === 0 || from >= end) return;
  selectLargest(keys, end, end - from);
  keys.copyWithin(from, 0, end - from);
}

function sortRange(keys: Float64Array, start: number, end: number): void {
  if (end - start > FEW) {
    keys.subarray(start, end).sort();
    return;
  }
  for (let n = start + 1; n < end; n++) {
    const key = keys[n]!;
    let at = n;
    while (at > start && keys[at - 1]! > key) {
      keys[at] = keys[at - 1]!;
      at--;
    }
    keys[at] = key;
  }
}
