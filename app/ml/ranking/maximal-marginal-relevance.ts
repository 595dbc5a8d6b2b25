import type { SparseMatrix } from "../matrices/sparse-matrix";

export interface MmrInput {
  /** Candidates, each once, in any order. */
  readonly products: ArrayLike<number>;
  /** Relevance of each candidate, in [0, 1] to be comparable with similarities. */
  readonly relevances: ArrayLike<number>;
  /** Similarity of two products, in [0, 1]; symmetric. */
  similarity(product: number, other: number): number;
  /** Weight of relevance, in [0, 1]: 1 ranks by relevance only, 0 by novelty only. */
  readonly lambda: number;
  /** Maximum number of picks; ≥ 0. */
  readonly count: number;
}

/**
 * Picks relevant and diverse products, each time the one with the highest
 *
 * lambda × relevance − (1 − lambda) × the highest similarity to a picked product
 *
 * - J. Carbonell, J. Goldstein. The use of MMR, diversity-based reranking for reordering documents
 *   and producing summaries. SIGIR 1998. doi:10.1145/290941.291025
 *
 * Cost: O(count × candidates) similarities.
 *
 * @returns picks in order, ties to the more relevant and then to the lower product
 */
export function diversify({ products, relevances, similarity, lambda, count }: MmrInput): number[] {
  const order = Int32Array.from({ length: products.length }, (_, n) => n).sort(
    (a, b) => relevances[b]! - relevances[a]! || products[a]! - products[b]!,
  );
  const nearest = new Float64Array(products.length);
  const isPicked = new Uint8Array(products.length);
  const picks: number[] = [];
  const wanted = Math.min(count, products.length);
  while (picks.length < wanted) {
    let best = -1;
    let highest = -Infinity;
    for (const n of order) {
      if (isPicked[n] === 1) continue;
      const worth = lambda * relevances[n]! - (1 - lambda) * nearest[n]!;
      if (worth > highest) [best, highest] = [n, worth];
    }
    // A NaN relevance counts as the lowest.
    if (best === -1) break;
    isPicked[best] = 1;
    picks.push(products[best]!);
    if (picks.length === wanted) break;
    for (let n = 0; n < products.length; n++) {
      if (isPicked[n] === 0) {
        nearest[n] = Math.max(nearest[n]!, similarity(products[n]!, products[best]!));
      }
    }
  }
  return picks;
}

/**
 * The cosine of two rows of a matrix with normalized rows, as from `weighTerms`: the similarity of two products'
 * texts. In [0, 1] for weights ≥ 0. Cost: O(entries of both rows).
 */
export function similarityOfRows(
  { offsets, indices, values }: SparseMatrix,
  row: number,
  other: number,
): number {
  let at = offsets[row]!;
  let to = offsets[other]!;
  const [end, otherEnd] = [offsets[row + 1]!, offsets[other + 1]!];
  let sum = 0;
  while (at < end && to < otherEnd) {
    const gap = indices[at]! - indices[to]!;
    if (gap === 0) sum += values[at]! * values[to]!;
    if (gap <= 0) at++;
    if (gap >= 0) to++;
  }
  return sum;
}
