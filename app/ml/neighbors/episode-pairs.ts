import { createRowOfScores, findBestOfRow } from "../ranking/best-of-row";
import { transpose, type SparseMatrix } from "../matrices/sparse-matrix";
import { collectNeighborRows, type ProductNeighbors } from "./product-neighbors";

/** Episodes that lead from some products to others: a visit, or the visits before an order. */
export interface Episodes {
  /** Episodes × products that an episode starts from. Only the presence of an entry counts. */
  readonly from: SparseMatrix;
  /** Episodes × products that it leads to. */
  readonly to: SparseMatrix;
  /** One weight > 0 per episode. */
  readonly weights: Float64Array;
  /** The profile of each episode, ascending. */
  readonly profileOf: Int32Array;
}

export interface EpisodePairOptions {
  /** Number of neighbors per product, ≥ 0. */
  readonly k: number;
  /** Profiles at which a score keeps half its weight, ≥ 0. 0 disables shrinkage. */
  readonly shrinkage: number;
  /** Minimum number of profiles with a pair, ≥ 1. */
  readonly minShared: number;
  /** As in item-kNN: 1 is the conditional probability of the neighbor, 0.5 the cosine. */
  readonly asymmetry: number;
  /** One flag per product: whether it may be a neighbor. */
  readonly candidates: Uint8Array;
  /** One flag per product: whether its own neighbors are needed. All by default; others have none. */
  readonly needed?: Uint8Array;
}

/**
 * Counts which products episodes lead to from which, by the weight of the episodes.
 *
 * score(i → j) = n / (n + shrinkage) × w / (|i|^a × |j|^(1−a))
 *
 * where w is the weight of the episodes that start from i and lead to j, n the number of profiles that have one, |i| the
 * weight of all episodes that start from i, |j| of all that lead to j, and a the asymmetry. A product does not lead to
 * itself. With equal `from` and `to` and an asymmetry of 0.5 the scores are symmetric; neighbors beyond the best k,
 * and those that are no candidates, are then left out.
 *
 * - F. Aiolli. Efficient top-N recommendation for very large scale binary rated datasets.
 *   RecSys 2013. doi:10.1145/2507157.2507189 (the asymmetric cosine)
 *
 * Cost: time O(Σ over episodes of products from × products to); memory O(entries + products × k).
 *
 * @returns `shared` is the number of profiles behind each score, `buyers` that of profiles that start from a product
 */
export function fitEpisodePairs(
  { from, to, weights, profileOf }: Episodes,
  { k, shrinkage, minShared, asymmetry, candidates, needed }: EpisodePairOptions,
): ProductNeighbors {
  const products = from.columns;
  const byProduct = transpose(from);
  const fromWeights = weighColumns(from, weights);
  const toWeights = weighColumns(to, weights);
  const sums = new Float64Array(products);
  const profiles = new Int32Array(products);
  const lastProfile = new Int32Array(products).fill(-1);
  const reached = new Int32Array(products);
  const rows = collectNeighborRows(products, k);
  const best = createRowOfScores(k, products);

  for (let product = 0; product < products; product++) {
    let count = 0;
    const end = needed?.[product] === 0 ? 0 : byProduct.offsets[product + 1]!;
    for (let n = byProduct.offsets[product]!; n < end; n++) {
      const episode = byProduct.indices[n]!;
      const profile = profileOf[episode]!;
      for (let at = to.offsets[episode]!; at < to.offsets[episode + 1]!; at++) {
        const other = to.indices[at]!;
        if (other === product) continue;
        sums[other]! += weights[episode]!;
        if (lastProfile[other] === profile) continue;
        if (profiles[other]!++ === 0) reached[count++] = other;
        lastProfile[other] = profile;
      }
    }
    for (let n = 0; n < count; n++) {
      const other = reached[n]!;
      const shared = profiles[other]!;
      const isKept = candidates[other] === 1 && shared >= minShared;
      const norm = fromWeights[product]! ** asymmetry * toWeights[other]! ** (1 - asymmetry);
      best.scores[n] = isKept ? (shared / (shared + shrinkage)) * (sums[other]! / norm) : 0;
    }
    findBestOfRow(best, reached, count);
    rows.closeRowOf(best, profiles);
    for (let n = 0; n < count; n++) {
      const other = reached[n]!;
      sums[other] = 0;
      profiles[other] = 0;
      lastProfile[other] = -1;
    }
  }
  return rows.finish(countProfiles(byProduct, profileOf));
}

/** The weight of all episodes with each product. */
function weighColumns({ columns, offsets, indices }: SparseMatrix, weights: Float64Array) {
  const sums = new Float64Array(columns);
  weights.forEach((weight, episode) => {
    for (let at = offsets[episode]!; at < offsets[episode + 1]!; at++)
      sums[indices[at]!]! += weight;
  });
  return sums;
}

/** The number of profiles with an episode of each product. */
function countProfiles({ rows, offsets, indices }: SparseMatrix, profileOf: Int32Array) {
  const counts = new Int32Array(rows);
  for (let product = 0; product < rows; product++) {
    let last = -1;
    for (let n = offsets[product]!; n < offsets[product + 1]!; n++) {
      const profile = profileOf[indices[n]!]!;
      if (profile !== last) counts[product]!++;
      last = profile;
    }
  }
  return counts;
}
