import { DAY_MS } from "../purchases/purchase";
import type { Pairs } from "./purchase-pairs";

/** Customers who bought a product again: fewer say little, and could identify a person. */
const MIN_CUSTOMERS = 3;

/**
 * The days after which customers usually buy a product again: the median over those who did of their mean gap, so that
 * one customer with many orders counts once. Cost: O(pairs × log pairs).
 *
 * @param products number of products
 * @returns one number of days per product; 0 for a product that fewer than three customers bought again
 */
export function findUsualGaps(
  { productOf, firstAt, lastAt, orders }: Pairs,
  products: number,
): Float64Array {
  const gaps = new Map<number, number[]>();
  orders.forEach((count, n) => {
    if (count < 2) return;
    const product = productOf[n] ?? -1;
    const own = gaps.get(product) ?? [];
    gaps.set(product, own);
    own.push(((lastAt[n] ?? 0) - (firstAt[n] ?? 0)) / DAY_MS / (count - 1));
  });
  const usual = new Float64Array(products);
  for (const [product, own] of gaps) {
    if (own.length < MIN_CUSTOMERS) continue;
    own.sort((a, b) => a - b);
    const half = own.length / 2;
    usual[product] = ((own[Math.ceil(half) - 1] ?? 0) + (own[Math.floor(half)] ?? 0)) / 2;
  }
  return usual;
}
