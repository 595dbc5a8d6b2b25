/**
 * The best `capacity` of the scores offered so far, in a binary heap with the worst kept score at the root. Higher is
 * better, ties to the lower index, so equal data gives equal lists. Reusable: `sortTopK` reads it, `clearTopK`
 * empties it.
 */
export interface TopK {
  readonly capacity: number;
  size: number;
  readonly indices: Int32Array;
  readonly scores: Float64Array;
}

/** @throws RangeError when `capacity` is not a whole number ≥ 0 */
export function createTopK(capacity: number): TopK {
  if (!Number.isInteger(capacity) || capacity < 0) {
    throw new RangeError(`A list of the best ${capacity} cannot be kept.`);
  }
  return {
    capacity,
    size: 0,
    indices: new Int32Array(capacity),
    scores: new Float64Array(capacity),
  };
}

export function clearTopK(top: TopK): void {
  top.size = 0;
}

/** Whether the pair would be kept; ask first if computing eligibility is expensive. */
export function wouldKeep(top: TopK, index: number, score: number): boolean {
  if (top.size < top.capacity) return !Number.isNaN(score);
  return top.capacity > 0 && isBetter(score, index, top.scores[0]!, top.indices[0]!);
}

/** Keeps the pair if it is among the best. NaN is never kept. Cost: O(log capacity). */
export function offerTopK(top: TopK, index: number, score: number): void {
  if (!wouldKeep(top, index, score)) return;
  if (top.size < top.capacity) siftUp(top, top.size++, index, score);
  else siftDown(top, top.size, index, score);
}

/**
 * Sorts the kept pairs, best first, into positions 0 … size − 1 of `indices` and `scores`. Destroys the heap's order:
 * clear it before the next offer. Cost: O(size × log size).
 */
export function sortTopK(top: TopK): void {
  for (let end = top.size - 1; end > 0; end--) {
    const index = top.indices[end]!;
    const score = top.scores[end]!;
    top.indices[end] = top.indices[0]!;
    top.scores[end] = top.scores[0]!;
    siftDown(top, end, index, score);
  }
}

function isBetter(score: number, index: number, thanScore: number, thanIndex: number): boolean {
  return score > thanScore || (score === thanScore && index < thanIndex);
}

function siftUp(top: TopK, from: number, index: number, score: number): void {
  const { indices, scores } = top;
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBetter(scores[parent]!, indices[parent]!, score, index)) break;
    scores[at] = scores[parent]!;
    indices[at] = indices[parent]!;
    at = parent;
  }
  scores[at] = score;
  indices[at] = index;
}

/** Places the pair at the root of the first `size` positions and sifts it down. */
function siftDown(top: TopK, size: number, index: number, score: number): void {
  const { indices, scores } = top;
  let at = 0;
  for (let child = 1; child < size; child = 2 * at + 1) {
    const right = child + 1;
    if (
      right < size &&
      isBetter(scores[child]!, indices[child]!, scores[right]!, indices[right]!)
    ) {
      child = right;
    }
    if (!isBetter(score, index, scores[child]!, indices[child]!)) break;
    scores[at] = scores[child]!;
    indices[at] = indices[child]!;
    at = child;
  }
  scores[at] = score;
  indices[at] = index;
}
