import type { ProductWeights, ProductNeighbours } from "~/ml/neighbours/product-neighbours";
import { scoreByNeighbours } from "~/ml/neighbours/product-neighbours";
import { clearScores, createSparseScores, type SparseScores } from "~/ml/matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK, wouldKeep, type TopK } from "~/ml/ranking/top-k";
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
export type ModelQuery = {
  readonly source: ScoreSource;
  /** Whether its best become candidates; else it only has a say on those of others. */
  readonly proposes: boolean;
} & (
  | { readonly neighbours: ProductNeighbours; readonly of: ProductWeights }
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
  /** What was said of each product: the number of the ranking that asked, below 0 for a no. */
  readonly answers: Int32Array;
  ranking: number;
}

/** Best-scored products of each model that become candidates. */
const CANDIDATES = 60;
/** What a score of 0 counts as, as a share of the best, on the logarithmic scale. */
const FLOOR = 0.01;

/** The most neighbour models that one list asks. */
const MAX_NEIGHBOUR_MODELS = 5;

/** @param products of the models */
export const createBlendScratch = (products: number): BlendScratch => ({
  scores: Array.from({ length: MAX_NEIGHBOUR_MODELS }, () => createSparseScores(products)),
  top: createTopK(CANDIDATES),
  answers: new Int32Array(products),
  ranking: 0,
});

/**
 * Collects what each model would put forward, and what each says of all of them.
 *
 * Cost: O(history × neighbours) a model, and O(products) only where few are accepted. A product is
 * asked about once, however many models put it forward.
 *
 * @param always candidates whatever the models say: a profile's own products for what it buys again
 * @param accepts whether a product may be listed at all
 */
export function gatherCandidates(
  queries: readonly ModelQuery[],
  always: readonly number[],
  accepts: (product: number) => boolean,
  scratch: BlendScratch,
): Candidates {
  const { scores, top } = scratch;
  const isAccepted = memoizeAccepts(accepts, scratch);
  const found = new Set(always.filter(isAccepted));
  let used = 0;
  const scorers = queries.map((query): ((product: number) => number) => {
    if (!("neighbours" in query)) {
      if (query.proposes) addFirst(query.ranked, isAccepted, found);
      return query.scoreOf;
    }
    const sums = scores[used++];
    if (!sums) throw new RangeError(`No list asks more than ${MAX_NEIGHBOUR_MODELS} models.`);
    scoreByNeighbours(query.neighbours, query.of, sums);
    if (query.proposes) addBest(sums, isAccepted, top, found);
    const { values } = sums;
    return (product) => values[product] ?? 0;
  });

  const products = [...Int32Array.from(found).sort()];
  const width = queries.length;
  const shares = new Float64Array(products.length * width);
  scorers.forEach((scoreOf, model) => {
    let best = 0;
    for (let row = 0, at = model; row < products.length; row++, at += width) {
      const score = Math.max(0, scoreOf(products[row] ?? -1));
      shares[at] = score;
      best = Math.max(best, score);
    }
    if (best === 0) return;
    for (let at = model; at < shares.length; at += width) shares[at] = (shares[at] ?? 0) / best;
  });
  for (const sums of scores.slice(0, used)) clearScores(sums);
  return { products, shares, width };
}

/** `accepts`, asked at most once about each product in one ranking. */
function memoizeAccepts(
  accepts: (product: number) => boolean,
  scratch: BlendScratch,
): (product: number) => boolean {
  const { answers } = scratch;
  const ranking = ++scratch.ranking;
  return (product) => {
    const known = answers[product];
    if (known === ranking) return true;
    if (known === -ranking) return false;
    const isAccepted = accepts(product);
    answers[product] = isAccepted ? ranking : -ranking;
    return isAccepted;
  };
}

/** Adds the first accepted of a ranking. */
function addFirst(
  ranked: ArrayLike<number>,
  accepts: (product: number) => boolean,
  found: Set<number>,
): void {
  let added = 0;
  for (let n = 0; n < ranked.length && added < CANDIDATES; n++) {
    const product = ranked[n] ?? -1;
    if (!accepts(product)) continue;
    found.add(product);
    added++;
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
    const product = sums.nonZero[n] ?? -1;
    const score = sums.values[product] ?? 0;
    if (wouldKeep(top, product, score) && accepts(product)) offerTopK(top, product, score);
  }
  for (const product of top.indices.subarray(0, top.size)) found.add(product);
}

/** A share on the logarithmic scale: 0 for a share of 0, rising fast at first. */
export const logOfShare = (share: number): number => Math.log((share + FLOOR) / FLOOR);

/** What one model adds to a candidate's score, by its share of the model's best. */
function partOf(share: number, { share: byShare, log: byLog }: BlendWeight): number {
  return byShare * share + byLog * logOfShare(share);
}

/**
 * A candidate's score, taken apart by model: Σ of share weight × share + log weight × log share. The
 * score is the sum of the parts in their order, to the bit. A model that says nothing has no part.
 */
export function toScoreParts(
  { shares, width }: Candidates,
  row: number,
  weights: BlendWeights,
): ScorePart[] {
  return weights.flatMap((weight, model) => {
    const score = partOf(shares[row * width + model] ?? 0, weight);
    return score === 0 ? [] : [{ source: weight.source, score }];
  });
}

export const sumOf = (parts: readonly ScorePart[]): number =>
  parts.reduce((sum, { score }) => sum + score, 0);

/** Every candidate's score, by row: the sums of `partsOf`, to the bit, without the parts. */
export function scoresOf({ products, shares, width }: Candidates, weights: BlendWeights) {
  const scores = new Float64Array(products.length);
  for (let row = 0; row < products.length; row++) {
    let sum = 0;
    for (let model = 0; model < weights.length; model++) {
      const share = shares[row * width + model] ?? 0;
      const weight = weights[model];
      // What says nothing adds nothing: its share's logarithm is 0 too.
      if (share !== 0 && weight) sum += partOf(share, weight);
    }
    scores[row] = sum;
  }
  return scores;
}

/** What each model adds to a candidate on average, in the order of the weights. */
export function meanParts({ products, shares, width }: Candidates, weights: BlendWeights) {
  return weights.map((weight, model) => {
    let mean = 0;
    for (let row = 0; row < products.length; row++) {
      mean += partOf(shares[row * width + model] ?? 0, weight) / products.length;
    }
    return { source: weight.source, score: mean };
  });
}
