import { decayByAge } from "./age-decay";

export interface PopularityInput {
  /** Number of products; indices below it. */
  readonly products: number;
  /** The product of each purchase. */
  readonly productIndices: ArrayLike<number>;
  /** How long ago each purchase was, days. */
  readonly agesDays: ArrayLike<number>;
  /** Days after which a purchase counts half, > 0. */
  readonly halfLifeDays: number;
}

/**
 * Popularity that forgets: the number of purchases of each product, each halved for every
 * half-life that has passed since.
 *
 * Cost: time O(purchases + products), memory O(products).
 *
 * @returns one score a product, in purchases of today, ≥ 0; 0 where nothing was bought
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
