import type { CandidateList } from "~/ml/ranking/logistic-ranker";
import type { ProductWeights, ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { scoreByNeighbors } from "~/ml/neighbors/product-neighbors";
import { clearScores, createSparseScores, type SparseScores } from "~/ml/matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK, wouldKeep, type TopK } from "~/ml/ranking/top-k";
import type { ScorePart, ScoreSource } from "./recommendation";

/** The lists that several models rank together. */
export type BlendedList = "buy_again" | "new_for_you" | "next_basket" | "goes_with";

/** The weight of a model's score, by its share of the list's best and by the share's logarithm. */
interface BlendWeight {
  readonly source: ScoreSource;
  readonly share: number;
  readonly log: number;
}
export type BlendWeights = readonly BlendWeight[];

/** One model with its query: neighbors of a history, scores of some products, or one score per product. */
export type ModelQuery = {
  readonly source: ScoreSource;
  /** Whether its best products become candidates; otherwise it only scores those of others. */
  readonly proposes: boolean;
} & (
  | { readonly neighbors: ProductNeighbors; readonly of: ProductWeights }
  | { readonly scoreInto: (into: SparseScores) => void }
  | {
      readonly scoreOf: (product: number) => number;
      /** Products by descending score. */
      readonly ranked: ArrayLike<number>;
    }
);

/** Candidates with each model's score: row `n` of `shares` (candidates × models) is that of `products[n]`. */
export interface Candidates {
  readonly products: readonly number[];
  /** Each model's score as a share of its best for this list, in [0, 1]. */
  readonly shares: Float64Array;
  readonly width: number;
}

/** Memory that all rankings of a shop reuse. Not shared between threads. */
export interface BlendScratch {
  /** One per model that may be queried concurrently. */
  readonly scores: readonly SparseScores[];
  readonly top: TopK;
  /** The cached answer for each product: the number of the ranking, negative for a no. */
  readonly answers: Int32Array;
  ranking: number;
}

/** Number of a model's best products that become candidates. */
const CANDIDATES = 60;
/** The floor of a score's share on the logarithmic scale. */
const FLOOR = 0.01;

/** Maximum number of models per list that score by a history. */
const MAX_HISTORY_MODELS = 12;

/** @param products number of the models' products */
export const createBlendScratch = (products: number): BlendScratch => ({
  scores: Array.from({ length: MAX_HISTORY_MODELS }, () => createSparseScores(products)),
  top: createTopK(CANDIDATES),
  answers: new Int32Array(products),
  ranking: 0,
});

/**
 * Collects each model's best products, and every model's score for all of them. Cost: O(history × neighbors) per
 * model, and O(products) only if few are accepted. Each product is checked once, for any number of models.
 *
 * @param always additional candidates: a profile's own products for repeat purchases
 * @param accepts whether a product may be listed
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
    if ("scoreOf" in query) {
      if (query.proposes) addFirst(query.ranked, isAccepted, found);
      return query.scoreOf;
    }
    const sums = scores[used++];
    if (!sums) throw new RangeError(`No list asks more than ${MAX_HISTORY_MODELS} models.`);
    scoreQuery(query, sums);
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

/** Adds the scores of a model that scores by a history. */
export function scoreQuery(
  query: Exclude<ModelQuery, { readonly ranked: unknown }>,
  into: SparseScores,
): void {
  if ("neighbors" in query) scoreByNeighbors(query.neighbors, query.of, into);
  else query.scoreInto(into);
}

/** `accepts`, called at most once per product in a ranking. */
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

/** Adds the first accepted products of a ranking. */
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

/** Adds the best accepted products by score. */
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

/** A share on the logarithmic scale: 0 for a share of 0, steep at first. */
const logOfShare = (share: number): number => Math.log((share + FLOOR) / FLOOR);

/** One model's contribution to a candidate's score, by its share of the model's best. */
function partOf(
  share: number,
  { share: byShare, log: byLog }: BlendWeight,
  log = logOfShare(share),
): number {
  return byShare * share + byLog * log;
}

/**
 * A candidate's score by model: Σ of share weight × share + log weight × log share. The score is exactly the sum of
 * the parts in order. A model without a score has no part.
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

/** The logarithms of all shares, computed once for many weights. */
export const logsOf = ({ shares }: Candidates): Float64Array => shares.map(logOfShare);

/** Every candidate's score, by row: exactly the sums of `partsOf`, without the parts. */
export function scoresOf(
  { products, shares, width }: Candidates,
  weights: BlendWeights,
  logs?: Float64Array,
) {
  const scores = new Float64Array(products.length);
  const used = weights
    .map((weight, model) => ({ weight, model }))
    .filter(({ weight }) => weight.share !== 0 || weight.log !== 0);
  for (let row = 0; row < products.length; row++) {
    let sum = 0;
    for (const { weight, model } of used) {
      const share = shares[row * width + model] ?? 0;
      // A missing score adds nothing, since its log share is 0 too.
      if (share !== 0) sum += partOf(share, weight, logs?.[row * width + model]);
    }
    scores[row] = sum;
  }
  return scores;
}

/** Candidates as input of the ranker, with two features per model: its share and the share's logarithm. */
export function toCandidateList(
  { products, shares, width }: Candidates,
  isTarget: (product: number) => boolean,
): CandidateList {
  const size = 2 * shares.reduce((count, share) => count + (share === 0 ? 0 : 1), 0);
  const starts = new Int32Array(products.length + 1);
  const columns = new Uint8Array(size);
  const values = new Float32Array(size);
  let end = 0;
  for (let row = 0; row < products.length; row++) {
    for (let model = 0; model < width; model++) {
      const share = shares[row * width + model] ?? 0;
      if (share === 0) continue;
      columns[end] = 2 * model;
      values[end++] = share;
      columns[end] = 2 * model + 1;
      values[end++] = logOfShare(share);
    }
    starts[row + 1] = end;
  }
  const flags = Uint8Array.from(products, (product) => (isTarget(product) ? 1 : 0));
  return { starts, columns, values, isTarget: flags };
}

/** The mean contribution of each model, in the order of the weights. */
export function meanParts({ products, shares, width }: Candidates, weights: BlendWeights) {
  return weights.map((weight, model) => {
    let mean = 0;
    for (let row = 0; row < products.length; row++) {
      mean += partOf(shares[row * width + model] ?? 0, weight) / products.length;
    }
    return { source: weight.source, score: mean };
  });
}
