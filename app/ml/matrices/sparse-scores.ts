/** One score per item, mostly 0, in reused arrays: a call only touches the items that it scores. */
export interface SparseScores {
  readonly values: Float64Array;
  /** The first `count` elements are the scored items, in the order of their first score. */
  readonly nonZero: Int32Array;
  readonly isSet: Uint8Array;
  count: number;
}

/** @param items number of items, ≥ 0 */
export function createSparseScores(items: number): SparseScores {
  return {
    values: new Float64Array(items),
    nonZero: new Int32Array(items),
    isSet: new Uint8Array(items),
    count: 0,
  };
}

/** Adds to an item's score. Cost: O(1). */
export function addScore(scores: SparseScores, item: number, score: number): void {
  if (scores.isSet[item] === 0) {
    scores.isSet[item] = 1;
    scores.nonZero[scores.count++] = item;
  }
  scores.values[item]! += score;
}

/** Resets all scores to 0. Cost: O(items touched). */
export function clearScores(scores: SparseScores): void {
  for (let n = 0; n < scores.count; n++) {
    const item = scores.nonZero[n]!;
    scores.values[item] = 0;
    scores.isSet[item] = 0;
  }
  scores.count = 0;
}
