import { diversify } from "~/ml/ranking/maximal-marginal-relevance";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { isBuried, type Scored } from "../rules/apply-rules";

/** Weight of a candidate's rank relative to its novelty. */
const RELEVANCE_WEIGHT = 0.8;

interface Likeness {
  /** Similarity by text, price and vendor, in (0, 1]. */
  readonly content: ProductNeighbors;
  readonly indexOf: (productId: string) => number | undefined;
}

/**
 * The ranking with its first `count` products diversified by maximal marginal relevance; the others follow in order.
 * Buried products stay last. Products without a known similarity count as different.
 *
 * @param ranked best first
 */
export function diversifySimilar<T extends Scored>(
  ranked: readonly T[],
  count: number,
  { content, indexOf }: Likeness,
): T[] {
  const free = ranked.filter((it) => !isBuried(it));
  const scores = free.map(({ score }) => score);
  const min = Math.min(...scores);
  const spread = Math.max(...scores) - min || 1;
  const indices = free.map(({ productId }) => indexOf(productId));
  const similarity = (a: number, b: number) => likeness(content, indices[a], indices[b]);
  const picked = diversify({
    // Rank positions, so that ties keep their order.
    products: free.map((_, place) => place),
    relevances: scores.map((score) => (score - min) / spread),
    similarity,
    lambda: RELEVANCE_WEIGHT,
    count,
  });
  const first = picked.flatMap((place) => free[place] ?? []);
  const placed = new Set(first);
  return [...first, ...free.filter((it) => !placed.has(it)), ...ranked.filter(isBuried)];
}

/** One product may be among the nearest of another without the reverse. */
function likeness(content: ProductNeighbors, a?: number, b?: number): number {
  if (a === undefined || b === undefined) return 0;
  return Math.max(scoreOf(content, a, b), scoreOf(content, b, a));
}

function scoreOf({ offsets, neighbors, scores }: ProductNeighbors, from: number, to: number) {
  const end = offsets[from + 1] ?? 0;
  for (let at = offsets[from] ?? 0; at < end; at++)
    if (neighbors[at] === to) return scores[at] ?? 0;
  return 0;
}
