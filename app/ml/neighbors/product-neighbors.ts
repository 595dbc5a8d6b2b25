import {
  clearBest,
  createBestOfMany,
  indexOf,
  offerBest,
  scoreOf,
  sortBest,
} from "../ranking/best-of-many";
import type { RowOfScores } from "../ranking/best-of-row";
import type { RowRange } from "../matrices/sparse-product";
import { addScore, createSparseScores, type SparseScores } from "../matrices/sparse-scores";
import { createTopK, offerTopK, sortTopK } from "../ranking/top-k";

/**
 * For each product, the products that follow from it, best first: the result of item-kNN and of next-order counts.
 * Row `p` is at `offsets[p] … offsets[p + 1] − 1` of `neighbors`, `scores` and `shared`.
 */
export interface ProductNeighbors {
  readonly products: number;
  /** products + 1 positions into the next three arrays. */
  readonly offsets: Int32Array;
  readonly neighbors: Int32Array;
  /** Unitless, > 0; comparable only within one model. */
  readonly scores: Float32Array;
  /** The exact number of profiles behind each score. */
  readonly shared: Int32Array;
  /** The number of profiles that have each product. */
  readonly buyers: Int32Array;
}

/** A model of no products. */
export const NO_NEIGHBORS: ProductNeighbors = {
  products: 0,
  offsets: new Int32Array(1),
  neighbors: new Int32Array(0),
  scores: new Float32Array(0),
  shared: new Int32Array(0),
  buyers: new Int32Array(0),
};

/** A profile's history: product `products[n]` with weight `weights[n]` ≥ 0. Each product once. */
export interface ProductWeights {
  readonly products: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

export interface Ranked {
  readonly product: number;
  readonly score: number;
}

/** One product's part of a score. */
export interface Term {
  /** The product of the history. */
  readonly product: number;
  /** Its part: history weight × neighbor score. */
  readonly score: number;
  /** Profiles that have both. */
  readonly shared: number;
}

/**
 * Ranks products by summed neighbor scores of a history: Σ over its products h of weight(h) × score(h → product).
 * Products without any are omitted. Cost: O(history × neighbors per product), memory O(products) per call.
 *
 * @param count maximum number, ≥ 0
 * @param accepts whether a product may be ranked
 * @returns best first, ties by lower index; empty for an empty or unknown history
 */
export function rankByNeighbors(
  model: ProductNeighbors,
  history: ProductWeights,
  count: number,
  accepts: (product: number) => boolean,
): Ranked[] {
  const sums = createSparseScores(model.products);
  scoreByNeighbors(model, history, sums);

  const top = createTopK(Math.min(count, sums.count));
  for (let n = 0; n < sums.count; n++) {
    const product = sums.nonZero[n]!;
    if (accepts(product)) offerTopK(top, product, sums.values[product]!);
  }
  sortTopK(top);
  return Array.from({ length: top.size }, (_, n) => ({
    product: top.indices[n]!,
    score: top.scores[n]!,
  }));
}

/**
 * Adds the scores of `rankByNeighbors` to `into`. Cost: O(history × neighbors).
 *
 * @param into one score per product of the model
 */
export function scoreByNeighbors(
  model: ProductNeighbors,
  history: ProductWeights,
  into: SparseScores,
): void {
  for (let n = 0; n < history.products.length; n++) {
    const row = history.products[n]!;
    const weight = history.weights[n]!;
    if (!(weight > 0)) continue;
    const end = model.offsets[row + 1] ?? 0;
    for (let at = model.offsets[row] ?? 0; at < end; at++) {
      const term = weight * model.scores[at]!;
      // A weight so small that the product underflows gives no score.
      if (term !== 0) addScore(into, model.neighbors[at]!, term);
    }
  }
}

/**
 * Explains a score of `rankByNeighbors`: one term for each product of the history that leads to `product`, in the
 * history's order. Their sum in that order equals the score exactly.
 */
export function explainByNeighbors(
  model: ProductNeighbors,
  history: ProductWeights,
  product: number,
): Term[] {
  const terms: Term[] = [];
  for (let n = 0; n < history.products.length; n++) {
    const row = history.products[n]!;
    const weight = history.weights[n]!;
    if (!(weight > 0)) continue;
    const end = model.offsets[row + 1] ?? 0;
    for (let at = model.offsets[row] ?? 0; at < end; at++) {
      if (model.neighbors[at] !== product) continue;
      terms.push({ product: row, score: weight * model.scores[at]!, shared: model.shared[at]! });
      break;
    }
  }
  return terms;
}

/** The model without neighbors that have fewer than `minShared` common profiles. Cost: O(neighbors). */
export function withMinShared(model: ProductNeighbors, minShared: number): ProductNeighbors {
  if (minShared <= 1) return model;
  let size = 0;
  for (const shared of model.shared) if (shared >= minShared) size++;
  const offsets = new Int32Array(model.products + 1);
  const neighbors = new Int32Array(size);
  const scores = new Float32Array(size);
  const shared = new Int32Array(size);
  let end = 0;
  for (let row = 0; row < model.products; row++) {
    for (let at = model.offsets[row]!; at < model.offsets[row + 1]!; at++) {
      if (model.shared[at]! < minShared) continue;
      neighbors[end] = model.neighbors[at]!;
      scores[end] = model.scores[at]!;
      shared[end++] = model.shared[at]!;
    }
    offsets[row + 1] = end;
  }
  return { ...model, offsets, neighbors, scores, shared };
}

/** Collects the rows of a `ProductNeighbors` in product order. */
export interface NeighborRows {
  /** Lower bound for keeping a score in the current row, before rounding; ≥ 0. */
  floor: number;
  /** Offers a neighbor for the current row; only scores > 0 are kept. */
  offer(product: number, score: number): void;
  /** Completes the row; `sharedWith[p]` is read for each kept neighbor. */
  closeRow(sharedWith: Int32Array): void;
  /** Completes a row from all of its scores instead of offers, which is faster. */
  closeRowOf(best: RowOfScores, sharedWith: Int32Array): void;
  /** Rows that were not completed are empty. */
  finish(buyers: Int32Array): ProductNeighbors;
}

/**
 * @param k neighbors per row, ≥ 0
 * @param range rows that will be completed; the others stay empty. All by default
 * @param minShared common profiles below which one of the best k is left out
 */
export function collectNeighborRows(
  products: number,
  k: number,
  range: RowRange = { from: 0, to: products },
  minShared = 0,
): NeighborRows {
  const best = createBestOfMany(k, products);
  const offsets = new Int32Array(products + 1);
  const maxCapacity = (range.to - range.from) * k;
  let capacity = Math.min(maxCapacity, 1024 + k);
  let neighbors = new Int32Array(capacity);
  let scores = new Float32Array(capacity);
  let shared = new Int32Array(capacity);
  let row = range.from;
  let end = 0;

  const write = (kept: KeptKeys, sharedWith: Int32Array) => {
    if (end + kept.to - kept.from > capacity) {
      // Extrapolates the size from the rows so far, so that the array grows only once.
      const expected =
        Math.ceil(((end + k) / (row - range.from + 1)) * 1.1) * (range.to - range.from);
      capacity = Math.min(maxCapacity, Math.max(expected, Math.ceil(1.25 * capacity) + k));
      neighbors = grown(neighbors, new Int32Array(capacity));
      scores = grown(scores, new Float32Array(capacity));
      shared = grown(shared, new Int32Array(capacity));
    }
    end = writeRow(kept, { neighbors, scores, shared, sharedWith, minShared, end });
    offsets[++row] = end;
  };

  const rows: NeighborRows = {
    floor: best.floor,
    // Ranks by stored precision: scores that are stored as equal must tie.
    offer(product, score) {
      offerBest(best, product, score);
      rows.floor = best.floor;
    },
    closeRow(sharedWith) {
      sortBest(best);
      write({ keys: best.keys, from: 0, to: best.size }, sharedWith);
      clearBest(best);
      rows.floor = best.floor;
    },
    closeRowOf: write,
    finish: (buyers) => ({
      products,
      offsets: offsets.fill(end, row),
      neighbors: trimmed(neighbors, end),
      scores: trimmed(scores, end),
      shared: trimmed(shared, end),
      buyers,
    }),
  };
  return rows;
}

/** The first `end` values; copied only if much is unused, since a copy needs both at once. */
function trimmed<T extends Int32Array | Float32Array>(values: T, end: number): T {
  return (2 * end < values.length ? values.slice(0, end) : values.subarray(0, end)) as T;
}

/** Keys `from` … `to` − 1, worst first. */
type KeptKeys = Pick<RowOfScores, "keys" | "from" | "to">;

interface RowTarget {
  readonly neighbors: Int32Array;
  readonly scores: Float32Array;
  readonly shared: Int32Array;
  readonly sharedWith: Int32Array;
  readonly minShared: number;
  readonly end: number;
}

function writeRow(
  { keys, from, to }: KeptKeys,
  { neighbors, scores, shared, sharedWith, minShared, end }: RowTarget,
): number {
  let next = end;
  for (let n = to - 1; n >= from; n--) {
    const key = keys[n]!;
    const product = indexOf(key);
    if (sharedWith[product]! < minShared) continue;
    neighbors[next] = product;
    scores[next] = scoreOf(key);
    shared[next++] = sharedWith[product]!;
  }
  return next;
}

function grown<T extends Int32Array | Float32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
