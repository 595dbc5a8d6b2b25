import { collectNeighborRows, type ProductNeighbors } from "./product-neighbors";
import { transpose, type SparseMatrix } from "../matrices/sparse-matrix";

export interface NextOrderOptions {
  /** Number of followers per product, ≥ 0. */
  readonly k: number;
  /** Profiles at which a score keeps half its weight, ≥ 0. 0 disables shrinkage. */
  readonly shrinkage: number;
  /** Minimum number of profiles that bought a pair in consecutive or later orders, ≥ 1. */
  readonly minShared: number;
  /** As in item-kNN: 1 is the conditional probability of the follower, 0.5 the cosine. */
  readonly asymmetry: number;
  /**
   * Weight in the score of a profile that first had both in one order, in [0, 1]. It never counts in `shared` or for
   * `minShared`.
   */
  readonly sameOrderWeight: number;
  /** One flag per product: whether it may be a follower. All by default. */
  readonly candidates?: Uint8Array;
}

/**
 * Counts which products are bought after which. later(i → j) is the number of profiles that first had j in an
 * order after the one in which they first had i; together(i, j) of those that first had both in
 * one order.
 *
 * score(i → j) = n / (n + shrinkage) × n / (|i|^a × |j|^(1−a)),
 * n = later(i → j) + sameOrderWeight × together(i, j)
 *
 * where |i| is the number of profiles that have i and a the asymmetry: item-kNN's score with a directed count instead
 * of the shared one. The model's `shared` contains later(i → j).
 *
 * - F. Aiolli. Efficient top-N recommendation for very large scale binary rated datasets.
 *   RecSys 2013. doi:10.1145/2507157.2507189
 * - D. Garg et al. Sequence and time aware neighborhood for session-based recommendations.
 *   SIGIR 2019. doi:10.1145/3331184.3331322 (why order matters beyond co-occurrence)
 *
 * Cost: time O(Σ over profiles of (products per profile)²); memory O(entries + products × k).
 *
 * @param firstOrders profiles × products; entry = position of the profile's first order with the
 *   product among its orders, ascending in time
 */
export function fitNextOrder(
  firstOrders: SparseMatrix,
  { k, shrinkage, minShared, asymmetry, sameOrderWeight, candidates }: NextOrderOptions,
): ProductNeighbors {
  const byProduct = transpose(firstOrders);
  const products = byProduct.rows;
  const buyers = Int32Array.from(
    { length: products },
    (_, product) => byProduct.offsets[product + 1]! - byProduct.offsets[product]!,
  );
  const later = new Int32Array(products);
  const together = new Int32Array(products);
  const followers = new Int32Array(products);
  const rows = collectNeighborRows(products, k);

  for (let product = 0; product < products; product++) {
    let followerCount = 0;
    for (let at = byProduct.offsets[product]!; at < byProduct.offsets[product + 1]!; at++) {
      const profile = byProduct.indices[at]!;
      const position = byProduct.values[at]!;
      const end = firstOrders.offsets[profile + 1]!;
      for (let place = firstOrders.offsets[profile]!; place < end; place++) {
        const gap = firstOrders.values[place]! - position;
        if (gap < 0) continue;
        const other = firstOrders.indices[place]!;
        if (later[other]! + together[other]! === 0) followers[followerCount++] = other;
        if (gap > 0) later[other]!++;
        else together[other]!++;
      }
    }
    for (let n = 0; n < followerCount; n++) {
      const other = followers[n]!;
      const mayFollow = candidates === undefined || candidates[other] === 1;
      if (mayFollow && other !== product && later[other]! >= minShared) {
        const count = later[other]! + sameOrderWeight * together[other]!;
        const norm = buyers[product]! ** asymmetry * buyers[other]! ** (1 - asymmetry);
        rows.offer(other, (count / (count + shrinkage)) * (count / norm));
      }
    }
    rows.closeRow(later);
    for (let n = 0; n < followerCount; n++) {
      later[followers[n]!] = 0;
      together[followers[n]!] = 0;
    }
  }
  return rows.finish(buyers);
}
