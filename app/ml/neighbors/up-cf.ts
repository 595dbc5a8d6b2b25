import { transpose, type SparseMatrix } from "../matrices/sparse-matrix";
import { addScore, type SparseScores } from "../matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK, type TopK } from "../ranking/top-k";

export interface UpCfOptions {
  /** Number of profiles that vote, ≥ 0. */
  readonly neighbors: number;
  /** Exponent share of the querying profile's norm, in [0, 1]. 0.5 is the cosine. */
  readonly asymmetry: number;
  /** Exponent of the similarity in a vote, > 0: higher values favor the nearest. */
  readonly locality: number;
}

/** Smaller votes, relative to the profile's own vote of 1, cannot change the ranking and are skipped. */
const MIN_VOTE = 1e-4;

export interface UpCf {
  readonly shares: SparseMatrix;
  /** Products × profiles: each share divided by its profile's norm as a voter. */
  readonly byProduct: SparseMatrix;
  /** Each profile's norm as the querying one. */
  readonly ownNorms: Float64Array;
  readonly options: UpCfOptions;
  readonly scratch: { dots: Float64Array; near: Int32Array; top: TopK };
}

/**
 * Each profile's share of its last `recency` baskets with a product: frequency and recency in one number, in (0, 1].
 * Profiles × products.
 *
 * @param baskets each profile's baskets, oldest first, each product once per basket
 */
export function recentShares(
  baskets: readonly (readonly ArrayLike<number>[])[],
  products: number,
  recency: number,
): SparseMatrix {
  const offsets = new Int32Array(baskets.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  const counts = new Float64Array(products);
  baskets.forEach((own, profile) => {
    const recent = own.slice(-recency);
    const boughtProducts: number[] = [];
    for (const basket of recent) {
      for (let n = 0; n < basket.length; n++) {
        if (counts[basket[n]!]!++ === 0) boughtProducts.push(basket[n]!);
      }
    }
    for (const product of boughtProducts.sort((a, b) => a - b)) {
      indices.push(product);
      values.push(counts[product]! / recent.length);
      counts[product] = 0;
    }
    offsets[profile + 1] = indices.length;
  });
  return {
    rows: baskets.length,
    columns: products,
    offsets,
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}

/**
 * Prepares user-wise popularity with collaborative filtering (UP-CF@r): profiles with similar recent shares vote with
 * their own.
 *
 * similarity(u, v) = u · v / (|u|^2a × |v|^2(1−a))
 * score(u, j) = Σ over the nearest profiles v, u itself among them, of similarity^locality × v_j
 *
 * - G. Faggioli, M. Polato, F. Aiolli. Recency aware collaborative filtering for next basket
 *   recommendation. UMAP 2020. doi:10.1145/3340631.3394850
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
  const ownNorms = squaredNorms.map((norm) => norm ** options.asymmetry);
  const otherNorms = squaredNorms.map((norm) => norm ** (1 - options.asymmetry));
  const byProduct = transpose(shares);
  for (let at = 0; at < byProduct.indices.length; at++) {
    byProduct.values[at]! /= otherNorms[byProduct.indices[at]!]!;
  }
  return { shares, byProduct, ownNorms, options, scratch };
}

/**
 * Adds a profile's scores to `into`. Cost: O(profiles + Σ over its products of their profiles + neighbors × products
 * of each).
 */
export function scoreByUpCf(model: UpCf, profile: number, into: SparseScores): void {
  const { shares, byProduct, options, scratch } = model;
  const { dots, near, top } = scratch;
  const ownNorm = model.ownNorms[profile]!;
  const minSimilarity = MIN_VOTE ** (1 / options.locality) * ownNorm;
  let count = 0;
  for (let at = shares.offsets[profile]!; at < shares.offsets[profile + 1]!; at++) {
    const product = shares.indices[at]!;
    const share = shares.values[at]!;
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
