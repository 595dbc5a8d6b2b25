import { INDICES, keyOf, selectLargest } from "./best-of-many";

/**
 * The best `k` of a complete row of scores, in the order of `best-of-many.ts`: higher scores first, ties to the lower
 * index. Scores are binned by their leading bits, which finds the threshold and almost sorts them: no unpredictable
 * comparisons, which dominate the cost of a selection.
 */
export interface RowOfScores {
  readonly k: number;
  /** The input row: numbers ≥ 0, rounded to single precision. Only those > 0 are kept. */
  readonly scores: Float32Array;
  /** The best of the row, worst first, at `from` … `to` − 1; read with `indexOf` and `scoreOf`. */
  readonly keys: Float64Array;
  from: number;
  to: number;
}

/** Bins per halving of the score: 1% apart. */
const DROPPED_BITS = 16;
/** Bins from the best score down to 1/256 of it; the last bin has all lower scores. */
const BINS = 1024;
/** Maximum keys in a bin for insertion sort. */
const FEW = 24;
/** Maximum scores in a row for insertion sort: visiting all bins takes longer. */
const SHORT = 80;

interface Scratch extends RowOfScores {
  /** The scores' bits, which are ordered like the scores. */
  readonly bits: Int32Array;
  readonly ends: Int32Array;
}

/**
 * @param k number of scores to keep, ≥ 0
 * @param indices number of indices, 0 … `indices` − 1, of a row
 * @throws RangeError above 4,194,304
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
 * Finds the best of the row's first `count` scores. Cost: O(count), or O(count × log count) if the best are within 1%
 * of each other.
 *
 * @param indices the index of each score
 */
export function findBestOfRow(row: RowOfScores, indices: Int32Array, count: number): void {
  const { k, keys, bits } = row as Scratch;
  if (count <= SHORT) {
    for (let n = 0; n < count; n++) keys[n] = keyOf(indices[n]!, bits[n]!);
    insertionSort(keys, 0, count);
    row.from = Math.max(0, count - k);
    row.to = count;
  } else findBestByBins(row as Scratch, indices, count);
  // The smallest keys are those of scores of 0.
  while (row.from < row.to && keys[row.from]! < INDICES) row.from++;
}

function findBestByBins(row: Scratch, indices: Int32Array, count: number): void {
  const { k, keys, bits, ends } = row;
  let best = 0;
  for (let n = 0; n < count; n++) best = Math.max(best, bits[n]!);
  ends.fill(0);
  for (let n = 0; n < count; n++) ends[binOf(best - bits[n]!)]!++;

  // The bin of the k-th best, and the number of keys in it and above.
  let last = 0;
  let kept = ends[0]!;
  const wanted = Math.min(k, count);
  while (kept < wanted) kept += ends[++last]!;

  // Worst first: the last bin starts at 0, and the first ends at `kept`.
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
}

/** @param below difference between the score's bits and the best one's */
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
  if (end - start > FEW) keys.subarray(start, end).sort();
  else insertionSort(keys, start, end);
}

function insertionSort(keys: Float64Array, start: number, end: number): void {
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
