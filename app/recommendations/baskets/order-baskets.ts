import { sortPurchases, type PurchaseColumns } from "../purchases/purchase-histories";

/**
 * A shop's orders as sets of products. Order `o` has the products `offsets[o] … offsets[o + 1] − 1` of `productOf`,
 * each once, and is of customer `customerOf[o]`. Orders of one customer follow each other.
 */
export interface OrderBaskets {
  /** In code-unit order; an index of a product is a position in it. */
  readonly productIds: readonly string[];
  /** orders + 1 positions. */
  readonly offsets: Int32Array;
  readonly productOf: Int32Array;
  readonly customerOf: Int32Array;
}

/**
 * Groups purchases into orders: those of one customer at one instant. Keeps the latest `maxOrders` up to `until`.
 * The order of the purchases does not matter. Cost: O(purchases × log purchases).
 *
 * @param until ms since 1970
 */
export function groupOrders(
  purchases: PurchaseColumns,
  until: number,
  maxOrders: number,
): OrderBaskets {
  const productIds = [...purchases.productIds].sort();
  const indices = new Map(productIds.map((id, index) => [id, index]));
  const { profiles, offsets, productOf, at } = sortPurchases(purchases, indices, until);

  const starts: number[] = [];
  const profileOf: number[] = [];
  for (let profile = 0; profile < profiles; profile++) {
    const start = offsets[profile] ?? 0;
    for (let n = start; n < (offsets[profile + 1] ?? 0); n++) {
      if (n > start && at[n] === at[n - 1]) continue;
      starts.push(n);
      profileOf.push(profile);
    }
  }
  const oldest = oldestKept(
    Float64Array.from(starts, (start) => at[start] ?? 0),
    maxOrders,
  );

  const kept = { offsets: [0], productOf: [] as number[], customerOf: [] as number[] };
  starts.forEach((start, order) => {
    if ((at[start] ?? 0) < oldest) return;
    const end = starts[order + 1] ?? productOf.length;
    // Products are ascending within an order; several lines may have the same one.
    for (let n = start; n < end; n++) {
      if (n === start || productOf[n] !== productOf[n - 1]) kept.productOf.push(productOf[n] ?? 0);
    }
    kept.offsets.push(kept.productOf.length);
    kept.customerOf.push(profileOf[order] ?? 0);
  });
  return {
    productIds,
    offsets: Int32Array.from(kept.offsets),
    productOf: Int32Array.from(kept.productOf),
    customerOf: Int32Array.from(kept.customerOf),
  };
}

/** The time from which at most `max` orders exist. */
function oldestKept(times: Float64Array, max: number): number {
  if (times.length <= max) return -Infinity;
  const sorted = times.toSorted();
  const first = sorted[sorted.length - max] ?? Infinity;
  // Orders of the same instant as one that is left out are left out, too, so that the input's order does not matter.
  return first === sorted[sorted.length - max - 1] ? first + 1 : first;
}
