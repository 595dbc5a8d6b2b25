import { transpose, type SparseMatrix } from "../matrices/sparse-matrix";
import { addScore, type SparseScores } from "../matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK, type TopK } from "../ranking/top-k";
import type { ProductWeights } from "./product-neighbors";
import type { Sessions } from "./session-knn";

export interface UpCfOptions {
  /** Number of profiles that vote, ≥ 0. */
  readonly neighbors: number;
  /** Exponent share of the querying profile's norm, in [0, 1]. 0.5 is the cosine. */
  readonly asymmetry: number;
  /** Exponent of the similarity in a vote, > 0: higher values favor the nearest. */
  readonly locality: number;
}

/** Smaller votes, relative to a profile's vote for its own row of 1, cannot change the ranking and are skipped. */
const MIN_VOTE = 1e-4;

export interface UpCf {
  readonly shares: SparseMatrix;
  /** Products × profiles: each share divided by its profile's norm as a voter. */
  readonly byProduct: SparseMatrix;
  readonly options: UpCfOptions;
  readonly scratch: { dots: Float64Array; near: Int32Array; top: TopK };
}

/**
 * Each profile's share of its last `recency` baskets with a product: frequency and recency in one number, in (0, 1].
 * Profiles × products, with ascending products in each row.
 *
 * @param baskets the baskets of a profile are its steps, each product once per step
 */
export function recentShares(
  { items, steps, offsets }: Omit<Sessions, "ages">,
  products: number,
  recency: number,
): SparseMatrix {
  const profiles = offsets.length - 1;
  const rowOffsets = new Int32Array(profiles + 1);
  const indices = new Int32Array(items.length);
  const values = new Float64Array(items.length);
  const counts = new Int32Array(products);
  let size = 0;
  for (let profile = 0; profile < profiles; profile++) {
    const start = offsets[profile]!;
    const end = offsets[profile + 1]!;
    const from = size;
    const last = end > start ? steps[end - 1]! : 0;
    const baskets = end > start ? Math.min(recency, last - steps[start]! + 1) : 0;
    for (let at = end - 1; at >= start && steps[at]! > last - baskets; at--) {
      if (counts[items[at]!]!++ === 0) indices[size++] = items[at]!;
    }
    indices.subarray(from, size).sort();
    for (let at = from; at < size; at++) {
      values[at] = counts[indices[at]!]! / baskets;
      counts[indices[at]!] = 0;
    }
    rowOffsets[profile + 1] = size;
  }
  return {
    rows: profiles,
    columns: products,
    offsets: rowOffsets,
    indices: indices.slice(0, size),
    values: values.slice(0, size),
  };
}

/**
 * Prepares user-wise popularity with collaborative filtering (UP-CF@r): profiles with similar recent shares vote with
 * their own.
 *
 * similarity(u, v) = u · v / (|u|^2a × |v|^2(1−a))
 * score(u, j) = Σ over the nearest profiles v of similarity^locality × v_j
 *
 * - G. Faggioli, M. Polato, F. Aiolli. Recency aware collaborative filtering for next basket
 *   recommendation. UMAP 2020. doi:10.1145/3340631.3394850 (there u is always among the nearest; here only if it has
 *   a row)
 *
 * Cost: O(entries).
 *
 * @param shares from `recentShares`
 */
export function prepareUpCf(shares: SparseMatrix, options: UpCfOptions): UpCf {
  const squaredNorms = new Float64Array(shares.rows);
  for (let row = 0; row < shares.rows; row++) {
    for (let at = shares.offsets[row]!; at < shares.offsets[row + 1]!; at++) {
      squaredNorms[row]! += shares.values[at]! ** 2;
    }
  }
  const scratch = {
    dots: new Float64Array(shares.rows),
    near: new Int32Array(shares.rows),
    top: createTopK(Math.min(options.neighbors, shares.rows)),
  };
  const otherNorms = squaredNorms.map((norm) => norm ** (1 - options.asymmetry));
  const byProduct = transpose(shares);
  for (let at = 0; at < byProduct.indices.length; at++) {
    byProduct.values[at]! /= otherNorms[byProduct.indices[at]!]!;
  }
  return { shares, byProduct, options, scratch };
}

/**
 * Adds the scores for a profile's recent shares to `into`. Cost: O(profiles + Σ over its products of their profiles +
 * neighbors × products of each).
 */
export function scoreByUpCf(model: UpCf, recent: ProductWeights, into: SparseScores): void {
  const { shares, byProduct, options, scratch } = model;
  const { dots, near, top } = scratch;
  let squaredNorm = 0;
  for (let n = 0; n < recent.products.length; n++) squaredNorm += recent.weights[n]! ** 2;
  const ownNorm = squaredNorm ** options.asymmetry;
  const minSimilarity = MIN_VOTE ** (1 / options.locality) * ownNorm;
  let count = 0;
  for (let n = 0; n < recent.products.length; n++) {
    const product = recent.products[n]!;
    const share = recent.weights[n]!;
    const end = byProduct.offsets[product + 1]!;
    for (let place = byProduct.offsets[product]!; place < end; place++) {
      const other = byProduct.indices[place]!;
      const before = dots[other]!;
      const after = before + share * byProduct.values[place]!;
      dots[other] = after;
      // Sums only grow, so each profile with a relevant vote crosses the threshold once.
      if (before < minSimilarity && after >= minSimilarity) near[count++] = other;
    }
  }
  clearTopK(top);
  for (let n = 0; n < count; n++) offerTopK(top, near[n]!, dots[near[n]!]!);
  dots.fill(0);
  for (let n = 0; n < top.size; n++) {
    const other = top.indices[n]!;
    const vote = (top.scores[n]! / ownNorm) ** options.locality;
    const end = shares.offsets[other + 1]!;
    for (let at = shares.offsets[other]!; at < end; at++) {
      addScore(into, shares.indices[at]!, vote * shares.values[at]!);
    }
  }
}
