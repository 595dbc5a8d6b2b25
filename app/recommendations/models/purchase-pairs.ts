import type { PurchaseHistories } from "../purchases/purchase-histories";

/** One row per customer and product, by profile and product. */
export interface Pairs {
  readonly profileOf: Int32Array;
  readonly productOf: Int32Array;
  /** ms since 1970 */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  /** Number of orders. */
  readonly orders: Int32Array;
}

/** Products of one profile that are paired with each other: the latest. Pairing costs their square. */
const MAX_PAIRED = 2_000;

/**
 * Folds histories to one row per customer and product. A point of sale, a robot or a reseller may have any number of
 * products, which say nothing about taste: only their latest count.
 */
export function foldPairs({ profiles, offsets, productOf, at }: PurchaseHistories): Pairs {
  const size = productOf.length;
  const pairs = {
    profileOf: new Int32Array(size),
    productOf: new Int32Array(size),
    firstAt: new Float64Array(size),
    lastAt: new Float64Array(size),
    orders: new Int32Array(size),
  };
  const span = new Map<number, { first: number; last: number; orders: number }>();
  let end = 0;
  for (let profile = 0; profile < profiles; profile++) {
    span.clear();
    // Times are ascending within a profile, so the latest come first.
    for (let n = (offsets[profile + 1] ?? 0) - 1; n >= (offsets[profile] ?? 0); n--) {
      const product = productOf[n] ?? 0;
      const moment = at[n] ?? 0;
      const known = span.get(product);
      if (known === undefined) {
        if (span.size < MAX_PAIRED) span.set(product, { first: moment, last: moment, orders: 1 });
      } else if (moment !== known.first) {
        known.first = moment;
        known.orders++;
      }
    }
    for (const product of Int32Array.from(span.keys()).sort()) {
      const { first, last, orders } = span.get(product) ?? { first: 0, last: 0, orders: 0 };
      pairs.profileOf[end] = profile;
      pairs.productOf[end] = product;
      pairs.firstAt[end] = first;
      pairs.lastAt[end] = last;
      pairs.orders[end++] = orders;
    }
  }
  return {
    profileOf: pairs.profileOf.subarray(0, end),
    productOf: pairs.productOf.subarray(0, end),
    firstAt: pairs.firstAt.subarray(0, end),
    lastAt: pairs.lastAt.subarray(0, end),
    orders: pairs.orders.subarray(0, end),
  };
}
