import { decayByAge } from "./age-decay";

export interface PopularityInput {
  /** Number of products; indices are below it. */
  readonly products: number;
  /** The product of each purchase. */
  readonly productIndices: ArrayLike<number>;
  /** Age of each purchase in days. */
  readonly agesDays: ArrayLike<number>;
  /** Half-life of a purchase in days, > 0. */
  readonly halfLifeDays: number;
}

/**
 * Popularity with exponential decay: the number of purchases of each product, halved per half-life. Cost: time
 * O(purchases + products), memory O(products).
 *
 * @returns one score per product, in purchases of today, ≥ 0; 0 without purchases
 */
export function fitPopularity({
  products,
  productIndices,
  agesDays,
  halfLifeDays,
}: PopularityInput): Float64Array {
  const scores = new Float64Array(products);
  for (let n = 0; n < productIndices.length; n++) {
    scores[productIndices[n]!]! += decayByAge(agesDays[n]!, halfLifeDays);
  }
  return scores;
}
