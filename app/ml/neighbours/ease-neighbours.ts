import { rowLengths, transpose, type SparseMatrix } from "../matrices/sparse-matrix";
import { forEachProductRow } from "../matrices/sparse-product";
import { fitEase } from "./ease";
import { collectNeighbourRows, type ProductNeighbours } from "./product-neighbours";

export interface EaseNeighboursOptions {
  /** Neighbours kept for each product, ≥ 0. */
  readonly k: number;
  /** > 0; the greater, the less a few profiles decide. */
  readonly lambda: number;
  /** Products beyond which nothing is fitted: the answer takes products³ / 2. At most that of EASE. */
  readonly maxProducts: number;
}

/**
 * The strongest weights of EASE (`ease.ts`) as neighbours: what speaks for a product, among those
 * that share a profile with it. What speaks against one, and the many small weights, are left out,
 * so that a model is as small as the other neighbour models and its scores come apart like theirs.
 *
 * Cost: as `fitEase`; nothing beyond `mostProducts`, of which every row is then empty.
 *
 * @param interactions profiles × products; entry = 1 where a profile has the product
 */
export function fitEaseNeighbours(
  interactions: SparseMatrix,
  { k, lambda, maxProducts }: EaseNeighboursOptions,
): ProductNeighbours {
  const products = interactions.columns;
  const byProduct = transpose(interactions);
  const buyers = rowLengths(byProduct);
  const rows = collectNeighbourRows(products, k);
  if (products === 0 || products > maxProducts) {
    for (let row = 0; row < products; row++) rows.closeRow(new Int32Array(products));
    return rows.finish(buyers);
  }
  const { weights } = fitEase(interactions, lambda);
  forEachProductRow(byProduct, interactions, ({ row, columns, count, terms }) => {
    for (let n = 0; n < count; n++) {
      const product = columns[n]!;
      const weight = weights[row * products + product]!;
      if (weight > 0 && weight > rows.floor && product !== row) rows.offer(product, weight);
    }
    rows.closeRow(terms);
  });
  return rows.finish(buyers);
}
