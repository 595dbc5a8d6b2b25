/** Whether each position of a ranked list is a hit: 1 for a target, 0 otherwise. Best position first. */
export type Hits = ArrayLike<number>;

/** The first `k` places of `ranked` as hits. @param isTarget whether an item is a target */
export function markHits(
  ranked: ArrayLike<number>,
  isTarget: (item: number) => boolean,
  k: number,
): Uint8Array {
  const hits = new Uint8Array(Math.min(k, ranked.length));
  for (let place = 0; place < hits.length; place++) hits[place] = isTarget(ranked[place]!) ? 1 : 0;
  return hits;
}

/** Hits among the first `k`, over the number of targets (≥ 1). In [0, 1]. */
export function recallAt(hits: Hits, targets: number, k: number): number {
  return countHits(hits, k) / targets;
}

/** Hits among the first `k`, divided by the possible maximum, so that 1 is always reachable. */
export function cappedRecallAt(hits: Hits, targets: number, k: number): number {
  return countHits(hits, k) / Math.min(k, targets);
}

/** 1 if there is any hit among the first `k`, else 0. */
export function hitRateAt(hits: Hits, k: number): number {
  return countHits(hits, k) > 0 ? 1 : 0;
}

/** One over the position of the first hit among the first `k`, counted from 1; 0 without a hit. */
export function reciprocalRankAt(hits: Hits, k: number): number {
  for (let place = 0; place < Math.min(k, hits.length); place++) {
    if (hits[place]) return 1 / (place + 1);
  }
  return 0;
}

/**
 * Normalized discounted cumulative gain with gains of 0 and 1: Σ over hits of 1 / log₂(1 + place),
 * divided by the same sum of a list with all targets first.
 *
 * - K. Järvelin, J. Kekäläinen. Cumulated gain-based evaluation of IR techniques. ACM TOIS 20(4),
 *   2002. doi:10.1145/582415.582418
 */
export function ndcgAt(hits: Hits, targets: number, k: number): number {
  let gain = 0;
  let ideal = 0;
  for (let place = 0; place < Math.min(k, hits.length); place++) {
    if (hits[place]) gain += discountAt(place);
  }
  for (let place = 0; place < Math.min(k, targets); place++) ideal += discountAt(place);
  return gain / ideal;
}

/** Cached for the first positions, which are used repeatedly. */
const DISCOUNTS = Float64Array.from({ length: 100 }, (_, place) => 1 / Math.log2(place + 2));

function discountAt(place: number): number {
  return DISCOUNTS[place] ?? 1 / Math.log2(place + 2);
}

function countHits(hits: Hits, k: number): number {
  let count = 0;
  for (let place = 0; place < Math.min(k, hits.length); place++) count += hits[place]!;
  return count;
}
