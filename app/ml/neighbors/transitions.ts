import { createRowOfScores, findBestOfRow } from "../ranking/best-of-row";
import { collectNeighborRows, type ProductNeighbors } from "./product-neighbors";
import type { Sessions } from "./session-knn";

export interface TransitionOptions {
  /** Number of followers per item, ≥ 0. */
  readonly k: number;
  /** Maximum distance from an item to its follower in steps, ≥ 1. */
  readonly maxSteps: number;
  /** Factor of a pair's weight per further step, in [0, 1]. 0 counts direct steps only. */
  readonly stepDecay: number;
  /** Share of a pair's weight that also counts in reverse, in [0, 1]. */
  readonly backward: number;
  /** As in item-kNN: 1 is the conditional probability of the follower, 0.5 the cosine. */
  readonly asymmetry: number;
  /** Weight of a pair at which its score is halved, ≥ 0. */
  readonly shrinkage: number;
  /** One flag per item: whether its own followers are needed. All by default; others have none. */
  readonly needed?: Uint8Array;
}

/**
 * Counts which item follows which, weighted by distance: a first-order Markov chain with skips.
 *
 * weight(i → j) = Σ over positions of i and later positions of j, g steps on, of stepDecay^(g − 1)
 * score(i → j) = w / (w + shrinkage) × w / (|i|^a × |j|^(1−a)), where |·| counts positions
 *
 * - G. Shani, D. Heckerman, R. Brafman. An MDP-based recommender system. JMLR 6, 2005 (skipping).
 * - M. Ludewig, D. Jannach. Evaluation of session-based recommendation algorithms. UMUAI 28, 2018.
 *   doi:10.1007/s11257-018-9209-6 (sequential rules)
 *
 * Cost: time O(entries × maxSteps), memory O(pairs of one item + items × k).
 *
 * @returns followers of each item; `shared` is the number of pairs, `buyers` that of positions
 */
export function fitTransitions(
  { items, steps, offsets }: Sessions,
  itemCount: number,
  { k, maxSteps, stepDecay, backward, asymmetry, shrinkage, needed }: TransitionOptions,
): ProductNeighbors {
  const { starts, places, sessionOfPlace } = indexPlaces(items, offsets, itemCount);
  const counts = Int32Array.from({ length: itemCount }, (_, n) => starts[n + 1]! - starts[n]!);
  const ownNorms = Float64Array.from(counts, (count) => count ** asymmetry);
  const otherNorms = Float64Array.from(counts, (count) => count ** (1 - asymmetry));
  /** The weight of a pair by distance; none within a step. */
  const decays = Float64Array.from({ length: maxSteps + 1 }, (_, gap) =>
    gap === 0 ? 0 : stepDecay ** (gap - 1),
  );
  const weights = new Float64Array(itemCount);
  const pairs = new Int32Array(itemCount);
  const followers = new Int32Array(itemCount);
  const rows = collectNeighborRows(itemCount, k);
  const best = createRowOfScores(k, itemCount);

  for (let item = 0; item < itemCount; item++) {
    let count = 0;
    const add = (other: number, weight: number) => {
      if (other === item || weight === 0) return;
      if (pairs[other]!++ === 0) followers[count++] = other;
      weights[other]! += weight;
    };
    const placesEnd = needed?.[item] === 0 ? 0 : starts[item + 1]!;
    for (let n = starts[item]!; n < placesEnd; n++) {
      const at = places[n]!;
      const session = sessionOfPlace[n]!;
      const end = offsets[session + 1]!;
      for (let to = at + 1; to < end && steps[to]! - steps[at]! <= maxSteps; to++) {
        add(items[to]!, decays[steps[to]! - steps[at]!]!);
      }
      if (backward === 0) continue;
      const start = offsets[session]!;
      for (let to = at - 1; to >= start && steps[at]! - steps[to]! <= maxSteps; to--) {
        add(items[to]!, backward * decays[steps[at]! - steps[to]!]!);
      }
    }
    for (let n = 0; n < count; n++) {
      const other = followers[n]!;
      const weight = weights[other]!;
      const norm = ownNorms[item]! * otherNorms[other]!;
      best.scores[n] = (weight / (weight + shrinkage)) * (weight / norm);
    }
    findBestOfRow(best, followers, count);
    rows.closeRowOf(best, pairs);
    for (let n = 0; n < count; n++) {
      weights[followers[n]!] = 0;
      pairs[followers[n]!] = 0;
    }
  }
  return rows.finish(counts);
}

/** The positions of each item, with their sessions. */
function indexPlaces(items: Int32Array, offsets: Int32Array, itemCount: number) {
  const starts = new Int32Array(itemCount + 1);
  for (const item of items) starts[item + 1]!++;
  for (let item = 0; item < itemCount; item++) starts[item + 1]! += starts[item]!;
  const next = starts.slice();
  const places = new Int32Array(items.length);
  const sessionOfPlace = new Int32Array(items.length);
  for (let session = 0; session + 1 < offsets.length; session++) {
    for (let at = offsets[session]!; at < offsets[session + 1]!; at++) {
      const n = next[items[at]!]!++;
      places[n] = at;
      sessionOfPlace[n] = session;
    }
  }
  return { starts, places, sessionOfPlace };
}
