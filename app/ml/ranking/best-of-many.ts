/**
 * The best `k` of far more scores, for row-by-row fitting. Scores are rounded to single precision; higher is better,
 * ties to the lower index. A heap (`top-k.ts`) sifts on every kept score; this collects in a buffer that is reduced
 * to the best `k` when full, at constant cost per score.
 */
export interface BestOfMany {
  readonly k: number;
  /** Score and index packed in one number: larger is better. The first `size` count. */
  readonly keys: Float64Array;
  size: number;
  /** Lower bound for keeping a score, before rounding; ≥ 0. */
  floor: number;
}

/** Maximum indices in a key with a score: 31 bits of a positive score and 22 make 53. */
export const INDICES = 2 ** 22;
/** Buffer capacity beyond `k`, so that a short list is not reduced at every other score. */
const MIN_CAPACITY = 128;

/**
 * @param k number of scores to keep, ≥ 0
 * @param indices number of possible indices, 0 … `indices` − 1
 * @throws RangeError above 4,194,304
 */
export function createBestOfMany(k: number, indices: number): BestOfMany {
  if (indices > INDICES) throw new RangeError(`${indices} indices are more than ${INDICES}.`);
  const best = { k, keys: new Float64Array(k + Math.max(k, MIN_CAPACITY)), size: 0, floor: 0 };
  clearBest(best);
  return best;
}

export function clearBest(best: BestOfMany): void {
  best.size = 0;
  best.floor = best.k > 0 ? 0 : Infinity;
}

/** Keeps the pair if it may be among the best. Only scores > 0 qualify; NaN never does. Cost: O(1), amortized. */
export function offerBest(best: BestOfMany, index: number, score: number): void {
  if (!(score > best.floor)) return;
  single[0] = score;
  best.keys[best.size++] = keyOf(index, bits[0]!);
  if (best.size < best.keys.length) return;
  selectLargest(best.keys, best.size, best.k);
  best.size = best.k;
  let minKey = Infinity;
  for (let n = 0; n < best.k; n++) minKey = Math.min(minKey, best.keys[n]!);
  // A score this much lower is stored as lower; for closer ones the index decides.
  best.floor = scoreOf(minKey) * (1 - 2 ** -23);
}

/** Sorts the best, worst first, into 0 … size − 1 of `keys`; clear before the next offer. */
export function sortBest(best: BestOfMany): void {
  if (best.size > best.k) selectLargest(best.keys, best.size, best.k);
  best.size = Math.min(best.size, best.k);
  best.keys.subarray(0, best.size).sort();
}

export function indexOf(key: number): number {
  return INDICES - 1 - (key - Math.floor(key / INDICES) * INDICES);
}

export function scoreOf(key: number): number {
  bits[0] = Math.floor(key / INDICES);
  return single[0]!;
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** @param scoreBits of a score ≥ 0 in single precision; they are ordered like the scores */
export function keyOf(index: number, scoreBits: number): number {
  return scoreBits * INDICES + (INDICES - 1 - index);
}

/** Moves the `k` largest of the first `size` numbers to the front, unordered (Hoare 1961, doi:10.1145/366622.366647). */
export function selectLargest(keys: Float64Array, size: number, k: number): void {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const pivot = middleOf(keys[low]!, keys[(low + high) >> 1]!, keys[high]!);
    let left = low;
    let right = high;
    while (left <= right) {
      while (keys[left]! > pivot) left++;
      while (keys[right]! < pivot) right--;
      if (left > right) break;
      const key = keys[left]!;
      keys[left++] = keys[right]!;
      keys[right--] = key;
    }
    if (k <= right + 1) high = right;
    else if (k > left) low = left;
    else return;
  }
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
