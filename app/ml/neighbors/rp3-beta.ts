import { createRowOfScores, findBestOfRow } from "../ranking/best-of-row";
import { collectNeighborRows, type ProductNeighbors } from "./product-neighbors";
import { keepRows, rowLengths, transpose, type SparseMatrix } from "../matrices/sparse-matrix";
import { forEachProductRow } from "../matrices/sparse-product";

export interface Rp3BetaOptions {
  /** Number of neighbors per product, ≥ 0. */
  readonly k: number;
  /** Exponent of each step's probability, > 0. Below 1 it dampens steps from active profiles. */
  readonly alpha: number;
  /** Exponent of the target product's buyers, by which its score is divided, ≥ 0. */
  readonly beta: number;
  /** Common profiles below which one of the best k is left out; none is by default. */
  readonly minShared?: number;
  /** One flag per product: whether its own neighbors are needed. All by default; others have none. */
  readonly needed?: Uint8Array;
}

/**
 * Fits a random walk on the graph of profiles and products: from a product to one of its profiles, and from there to
 * one of the profile's products. Products that are reached often are neighbors.
 *
 * score(i → j) = Σ over profiles u of both (1 / |i|)^alpha × (1 / |u|)^alpha / |j|^beta
 *
 * where |·| counts the edges of a product or a profile.
 *
 * - B. Paudel, F. Christoffel, C. Newell, A. Bernstein. Updatable, accurate, diverse, and scalable
 *   recommendations for interactive applications. ACM TiiS 7(1), 2017. doi:10.1145/2955101
 *
 * Cost: time O(Σ over profiles of (products per profile)²); memory O(entries + products × k).
 *
 * @param interactions profiles × products; only the presence of an entry counts
 */
export function fitRp3Beta(
  interactions: SparseMatrix,
  { k, alpha, beta, minShared, needed }: Rp3BetaOptions,
): ProductNeighbors {
  const byProfile = withStepChances(interactions, alpha);
  const byProduct = withStepChances(transpose(interactions), alpha);
  const buyers = rowLengths(byProduct);
  const dampings = Float64Array.from(buyers, (count) => count ** beta);

  const rows = collectNeighborRows(byProduct.rows, k, undefined, minShared);
  const best = createRowOfScores(k, byProduct.rows);
  forEachProductRow(
    keepRows(byProduct, needed),
    byProfile,
    ({ row, columns, count, dots, terms }) => {
      // A product is not its own neighbor.
      dots[row] = 0;
      for (let n = 0; n < count; n++) {
        const product = columns[n]!;
        best.scores[n] = dots[product]! / dampings[product]!;
      }
      findBestOfRow(best, columns, count);
      rows.closeRowOf(best, terms);
    },
  );
  return rows.finish(buyers);
}

function withStepChances(matrix: SparseMatrix, alpha: number): SparseMatrix {
  const values = new Float64Array(matrix.values.length);
  rowLengths(matrix).forEach((length, row) =>
    values.fill(length ** -alpha, matrix.offsets[row], matrix.offsets[row + 1]),
  );
  return { ...matrix, values };
}
