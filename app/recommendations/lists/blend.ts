import type { History, ProductNeighbours } from "~/ml/neighbours/product-neighbours";
import { scoreByNeighbours } from "~/ml/neighbours/product-neighbours";
import { clearScores, createSparseScores, type SparseScores } from "~/ml/matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK, type TopK } from "~/ml/ranking/top-k";
import type { ScorePart, ScoreSource } from "../recommendation";

/** The lists that are ranked by several models at once. */
export type BlendedList = "buy_again" | "new_for_you" | "goes_with";

/** What one model's score of a candidate is worth, by its share of the list's best and by that share's logarithm. */
interface BlendWeight {
  readonly source: ScoreSource;
  readonly share: number;
  readonly log: number;
}
export type BlendWeights = readonly BlendWeight[];

/** One model with what it is asked: neighbours of a history, or one score a product. */
export type ModelAsk = {
  readonly source: ScoreSource;
  /** Whether its best become candidates; else it only has a say on those of others. */
  readonly proposes: boolean;
} & (
  | { readonly neighbours: ProductNeighbours; readonly of: History }
  | {
      readonly scoreOf: (product: number) => number;
      /** Products by falling score. */
      readonly ranked: ArrayLike<number>;
    }
);

/** Candidates with each model's say: row `n` of `shares` (candidates × models) is of `products[n]`. */
export interface Candidates {
  readonly products: readonly number[];
  /** Each model's score as a share of its best for this list, in [0, 1]. */
  readonly shares: Float64Array;
  readonly width: number;
}

/** Memory that every ranking of a shop uses again. Not shared between threads. */
export interface BlendScratch {
  /** One a model that may be asked at once. */
  readonly scores: readonly SparseScores[];
  readonly top: TopK;
}

/** Best-scored products of each model that become candidates. */
const CANDIDATES = 60;
/** What a score of 0 counts as, as a share of the best, on the logarithmic scale. */
const FLOOR = 0.01;

/** The most neighbour models that one list asks. */
const MOST_NEIGHBOUR_MODELS = 4;

/** @param products of the models */
export const createBlendScratch = (products: number): BlendScratch => ({
  scores: Array.from({ length: MOST_NEIGHBOUR_MODELS }, () => createSparseScores(products)),
  top: createTopK(CANDIDATES),
});

/**
 * Collects what each model would put forward, and what each says of all of them.
 *
 * Cost: O(history × neighbours) a model, and O(products) only where few are accepted.
 *
 * @param always candidates whatever the models say: a profile's own products for what it buys again
 * @param accepts whether a product may be listed at all
 */
export function gatherCandidates(
  asks: readonly ModelAsk[],
  always: readonly number[],
  accepts: (product: number) => boolean,
  { scores, top }: BlendScratch,
): Candidates {
  const found = new Set(always.filter(accepts));
  let used = 0;
  const scorers = asks.map((ask): ((product: number) => number) => {
    if (!("neighbours" in ask)) {
      if (ask.proposes) addFirst(ask.ranked, accepts, found);
      return ask.scoreOf;
    }
    const sums = scores[used++];
    if (!sums) throw new RangeError(`No list asks more than ${MOST_NEIGHBOUR_MODELS} models.`);
    scoreByNeighbours(ask.neighbours, ask.of, sums);
    if (ask.proposes) addBest(sums, accepts, top, found);
    return (product) => sums.values[product] ?? 0;
  });

  const products = [...found].sort((a, b) => a - b);
  const width = asks.length;
  const shares = new Float64Array(products.length * width);
  scorers.forEach((scoreOf, model) => {
    const best = products.reduce((most, product) => Math.max(most, scoreOf(product)), 0);
    if (best === 0) return;
    products.forEach((product, row) => {
      shares[row * width + model] = Math.max(0, scoreOf(product)) / best;
    });
  });
  for (const sums of scores.slice(0, used)) clearScores(sums);
  return { products, shares, width };
}

/** Adds the first accepted of a ranking. */
function addFirst(
  ranked: ArrayLike<number>,
  accepts: (product: number) => boolean,
  found: Set<number>,
): void {
  let taken = 0;
  for (let n = 0; n < ranked.length && taken < CANDIDATES; n++) {
    const product = ranked[n] ?? -1;
    if (!accepts(product)) continue;
    found.add(product);
    taken++;
  }
}

/** Adds the best accepted of the scores. */
function addBest(
  sums: SparseScores,
  accepts: (product: number) => boolean,
  top: TopK,
  found: Set<number>,
): void {
  clearTopK(top);
  for (let n = 0; n < sums.count; n++) {
    const product = sums.touched[n] ?? -1;
    if (accepts(product)) offerTopK(top, product, sums.values[product] ?? 0);
  }
  for (const product of top.indices.subarray(0, top.size)) found.add(product);
}

/** A share on the logarithmic scale: 0 for a share of 0, rising fast at first. */
export const logOfShare = (share: number): number => Math.log((share + FLOOR) / FLOOR);

/**
 * A candidate's score, taken apart by model: Σ of share weight × share + log weight × log share. The
 * score is the sum of the parts in their order, to the bit. A model that says nothing has no part.
 */
export function partsOf(
  { shares, width }: Candidates,
  row: number,
  weights: BlendWeights,
): ScorePart[] {
  return weights.flatMap(({ source, share: byShare, log: byLog }, model) => {
    const share = shares[row * width + model] ?? 0;
    const score = byShare * share + byLog * logOfShare(share);
    return score === 0 ? [] : [{ source, score }];
  });
}

export const sumOf = (parts: readonly ScorePart[]): number =>
  parts.reduce((sum, { score }) => sum + score, 0);
