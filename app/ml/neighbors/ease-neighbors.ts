import { rowLengths, transpose, type SparseMatrix } from "../matrices/sparse-matrix";
import { forEachProductRow } from "../matrices/sparse-product";
import { solveEase } from "./ease";
import { collectNeighborRows, type ProductNeighbors } from "./product-neighbors";

export interface EaseNeighborsOptions {
  /** Number of neighbors per product, ≥ 0. */
  readonly k: number;
  /** > 0; larger values reduce the influence of few profiles. */
  readonly lambda: number;
  /** Maximum number of products to fit, since the solution takes products³ / 2. At most the limit of EASE. */
  readonly maxProducts: number;
}

/**
 * The strongest positive weights of EASE (`ease.ts`) as neighbors among products that share a profile. Negative and
 * many small weights are dropped, so that the model is as small as the other neighbor models and its scores can be
 * explained like theirs. Cost: like `fitEase`; nothing above `mostProducts`, where every row is empty.
 *
 * @param interactions profiles × products; entry = 1 if a profile has the product
 */
export function fitEaseNeighbors(
  interactions: SparseMatrix,
  { k, lambda, maxProducts }: EaseNeighborsOptions,
): ProductNeighbors {
  const products = interactions.columns;
  const byProduct = transpose(interactions);
  const buyers = rowLengths(byProduct);
  const rows = collectNeighborRows(products, k);
  if (products === 0 || products > maxProducts) return rows.finish(buyers);
  const weightOf = solveEase(interactions, lambda);
  forEachProductRow(byProduct, interactions, ({ row, columns, count, terms }) => {
    for (let n = 0; n < count; n++) {
      const product = columns[n]!;
      const weight = weightOf(row, product);
      if (weight > 0 && weight > rows.floor && product !== row) rows.offer(product, weight);
    }
    rows.closeRow(terms);
  });
  return rows.finish(buyers);
}
