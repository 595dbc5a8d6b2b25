import type { OrderBaskets } from "./order-baskets";

interface PairLimits {
  /** Minimum number of orders with a pair, ≥ 1. */
  readonly minOrders: number;
  readonly maxPairs: number;
  /** Maximum number of products in frequent pairs. */
  readonly maxProducts: number;
}

export interface FrequentPairs {
  /** The smallest number of orders, at least the limit's, from which pairs and products stay within the limits. */
  readonly minOrders: number;
  /** Products in a pair with that many orders, ascending. */
  readonly products: Int32Array;
}

/**
 * Counts all pairs of products in the orders, and chooses how frequent a pair must be: as rare as allowed in a small
 * shop, and in a large shop so frequent that the search for sets has bounded time and memory.
 *
 * Cost: time O(Σ over orders of products²), memory O(entries + products).
 */
export function findFrequentPairs(orders: OrderBaskets, limits: PairLimits): FrequentPairs {
  const { productIds, offsets, productOf } = orders;
  const { starts, ordersOf } = invertOrders(orders);
  const counts = new Int32Array(productIds.length);
  const met = new Int32Array(productIds.length);
  /** Number of pairs by their number of orders, and each product's most frequent pair. */
  const pairsWith = new Map<number, number>();
  const mostOf = new Int32Array(productIds.length);

  for (let product = 0; product < productIds.length; product++) {
    let metCount = 0;
    for (let n = starts[product] ?? 0; n < (starts[product + 1] ?? 0); n++) {
      const order = ordersOf[n] ?? 0;
      for (let at = offsets[order] ?? 0; at < (offsets[order + 1] ?? 0); at++) {
        const other = productOf[at] ?? 0;
        if (other <= product) continue;
        const before = counts[other] ?? 0;
        if (before === 0) met[metCount++] = other;
        counts[other] = before + 1;
      }
    }
    for (let n = 0; n < metCount; n++) {
      const other = met[n] ?? 0;
      const count = counts[other] ?? 0;
      counts[other] = 0;
      if (count < limits.minOrders) continue;
      pairsWith.set(count, (pairsWith.get(count) ?? 0) + 1);
      mostOf[product] = Math.max(mostOf[product] ?? 0, count);
      mostOf[other] = Math.max(mostOf[other] ?? 0, count);
    }
  }

  const minOrders = chooseMinimum(pairsWith, mostOf, limits);
  return {
    minOrders,
    products: Int32Array.from(mostOf.keys()).filter((it) => (mostOf[it] ?? 0) >= minOrders),
  };
}

function chooseMinimum(
  pairsWith: ReadonlyMap<number, number>,
  mostOf: Int32Array,
  { minOrders, maxPairs, maxProducts }: PairLimits,
): number {
  const counts = [...pairsWith.keys()].sort((a, b) => b - a);
  let pairs = 0;
  let chosen: number | null = null;
  for (const count of counts) {
    pairs += pairsWith.get(count) ?? 0;
    const products = mostOf.reduce((sum, most) => sum + (most >= count ? 1 : 0), 0);
    if (pairs > maxPairs || products > maxProducts) return chosen ?? count + 1;
    chosen = count;
  }
  return minOrders;
}

/** The orders of each product, ascending: those of product `p` are `starts[p] … starts[p + 1] − 1` of `ordersOf`. */
export function invertOrders({ productIds, offsets, productOf }: OrderBaskets) {
  const starts = new Int32Array(productIds.length + 1);
  for (const product of productOf) starts[product + 1] = (starts[product + 1] ?? 0) + 1;
  for (let product = 0; product < productIds.length; product++) {
    starts[product + 1] = (starts[product + 1] ?? 0) + (starts[product] ?? 0);
  }
  const next = starts.slice();
  const ordersOf = new Int32Array(productOf.length);
  for (let order = 0; order + 1 < offsets.length; order++) {
    for (let at = offsets[order] ?? 0; at < (offsets[order + 1] ?? 0); at++) {
      const product = productOf[at] ?? 0;
      const place = next[product] ?? 0;
      ordersOf[place] = order;
      next[product] = place + 1;
    }
  }
  return { starts, ordersOf };
}
