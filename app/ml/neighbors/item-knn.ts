import { collectNeighborRows, type ProductNeighbors } from "./product-neighbors";
import { createRowOfScores, findBestOfRow } from "../ranking/best-of-row";
import { keepRows, rowLengths, transpose, type SparseMatrix } from "../matrices/sparse-matrix";
import { forEachProductRow, type RowRange } from "../matrices/sparse-product";

export interface ItemKnnOptions {
  /** Number of neighbors per product, ≥ 0. */
  readonly k: number;
  /** Shared profiles at which a similarity keeps half its weight, ≥ 0. 0 disables shrinkage. */
  readonly shrinkage: number;
  /** Minimum shared profiles of a pair, ≥ 1. */
  readonly minShared: number;
  /**
   * Exponent share of the history product's norm, in [0, 1]. 0.5 is the cosine; toward 1 the score becomes the
   * conditional probability of the neighbor, which favors best sellers.
   */
  readonly asymmetry: number;
  /** Whether a profile with more products counts less (inverse frequency, Breese et al.). */
  readonly inverseFrequency: boolean;
  /** One flag per product: whether it may be a neighbor. All by default. */
  readonly candidates?: Uint8Array;
  /** One flag per product: whether its own neighbors are needed. All by default; others have none. */
  readonly needed?: Uint8Array;
}

/**
 * Fits item-based nearest neighbors: two products are similar when the same profiles act on both.
 *
 * score(i → j) = n / (n + shrinkage) × Σ w(u,i) w(u,j) / (‖i‖^2a × ‖j‖^2(1−a))
 *
 * where the sum runs over profiles u, n is the number of profiles that have both, ‖i‖ is the norm
 * of product i's column and a the asymmetry. The shrinkage prevents a single common buyer from looking like a
 * pattern. Unlike Deshpande & Karypis it does not normalize the neighbor lists; Koren applies the shrinkage to
 * Pearson correlation.
 *
 * - M. Deshpande, G. Karypis. Item-based top-N recommendation algorithms. ACM TOIS 22(1), 2004.
 *   doi:10.1145/963770.963776
 * - Y. Koren. Factorization meets the neighborhood. KDD 2008. doi:10.1145/1401890.1401944
 * - F. Aiolli. Efficient top-N recommendation for very large scale binary rated datasets.
 *   RecSys 2013. doi:10.1145/2507157.2507189 (the asymmetric cosine)
 * - J. Breese, D. Heckerman, C. Kadie. Empirical analysis of predictive algorithms for
 *   collaborative filtering. UAI 1998. arXiv:1301.7363 (inverse user frequency)
 *
 * Cost: time O(Σ over profiles of (products per profile)²); memory O(entries + products × k).
 *
 * @param interactions profiles × products; entry = interest weight, > 0
 */
export function fitItemKnn(interactions: SparseMatrix, options: ItemKnnOptions): ProductNeighbors {
  const prepared = prepareItemKnn(interactions, options.inverseFrequency);
  return fitItemKnnRows(prepared, options, { from: 0, to: interactions.columns });
}

/** The input of all parts of a fit; it may be in shared memory. */
export interface ItemKnnInput {
  /** Profiles × products, weighted. */
  readonly byProfile: SparseMatrix;
  /** The transpose, products × profiles. */
  readonly byProduct: SparseMatrix;
}

/** Prepares a fit in parts. Cost: O(entries + profiles + products). */
export function prepareItemKnn(
  interactions: SparseMatrix,
  inverseFrequency: boolean,
): ItemKnnInput {
  const byProfile = inverseFrequency ? weighByInverseFrequency(interactions) : interactions;
  return { byProfile, byProduct: transpose(byProfile) };
}

/**
 * Fits the neighbors of the products in `range`; all other rows are empty. Parts that cover the whole are
 * bit-identical to a single fit.
 */
export function fitItemKnnRows(
  { byProfile, byProduct }: ItemKnnInput,
  { k, shrinkage, minShared, asymmetry, candidates, needed }: ItemKnnOptions,
  range: RowRange,
): ProductNeighbors {
  const products = byProduct.rows;
  const squaredNorms = squaredRowNorms(byProduct);
  const ownShares = squaredNorms.map((norm) => power(norm, -asymmetry));
  const neighborShares = squaredNorms.map((norm, product) =>
    candidates === undefined || candidates[product] === 1 ? power(norm, asymmetry - 1) : 0,
  );

  const buyers = rowLengths(byProduct);
  const trusts = trustsOf(buyers, shrinkage, minShared);
  const rows = collectNeighborRows(products, k, range);
  const best = createRowOfScores(k, products);
  const { scores } = best;
  forEachProductRow(
    keepRows(byProduct, needed),
    byProfile,
    ({ row: product, columns, count, dots, terms }) => {
      const ownShare = ownShares[product]!;
      // A product is not its own neighbor.
      dots[product] = 0;
      for (let n = 0; n < count; n++) {
        const other = columns[n]!;
        scores[n] = trusts[terms[other]!]! * (dots[other]! * ownShare * neighborShares[other]!);
      }
      findBestOfRow(best, columns, count);
      rows.closeRowOf(best, terms);
    },
    range,
  );
  return rows.finish(buyers);
}

/** 0 of 0 for any exponent: weights whose squares underflow give no score. */
function power(norm: number, exponent: number): number {
  return norm > 0 ? norm ** exponent : 0;
}

/** The kept share of a similarity by number of shared profiles: one division for all pairs. */
function trustsOf(buyers: Int32Array, shrinkage: number, minShared: number): Float64Array {
  const maxBuyers = buyers.reduce((a, b) => Math.max(a, b), 0);
  return Float64Array.from({ length: maxBuyers + 1 }, (_, shared) =>
    shared < minShared ? 0 : shared / (shared + shrinkage),
  );
}

/** Multiplies each profile's entries by ln(1 + products / products of the profile). */
function weighByInverseFrequency(matrix: SparseMatrix): SparseMatrix {
  const values = matrix.values.slice();
  for (let row = 0; row < matrix.rows; row++) {
    const start = matrix.offsets[row]!;
    const end = matrix.offsets[row + 1]!;
    const weight = Math.log1p(matrix.columns / (end - start));
    for (let at = start; at < end; at++) values[at]! *= weight;
  }
  return { ...matrix, values };
}

function squaredRowNorms(matrix: SparseMatrix): Float64Array {
  const norms = new Float64Array(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
      norms[row]! += matrix.values[at]! ** 2;
    }
  }
  return norms;
}
