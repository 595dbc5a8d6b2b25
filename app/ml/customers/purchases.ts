import type { Engagement } from "./engagement";

/** Each customer's purchases by day, oldest first. */
export interface Purchases {
  readonly customers: number;
  /** customers + 1 positions into `days`, `values` and `lines`. */
  readonly offsets: Int32Array;
  /** Whole days since a fixed day, ascending per customer. */
  readonly days: Float64Array;
  /** The customer's total on that day. */
  readonly values: Float64Array;
  /** Number of order lines on that day. */
  readonly lines: Float64Array;
  /** The same customers' other activity; absent if only purchases are known. */
  readonly engagement?: Engagement;
}

/** One entry per order or order line, in any order. */
export interface PurchaseRows {
  readonly customers: number;
  /** The customer, 0 … customers − 1. */
  readonly customerOf: ArrayLike<number>;
  /** Whole days since a fixed day. */
  readonly days: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly lines: ArrayLike<number>;
}

/**
 * Groups rows by customer and day: all orders of one day are one purchase. Customers without a row have no purchases.
 * Cost: O(rows × log(rows of a customer)).
 */
export function groupPurchases(rows: PurchaseRows): Purchases {
  const { customers } = rows;
  const { order, ends } = orderByCustomer(rows);
  const offsets = new Int32Array(customers + 1);
  const days: number[] = [];
  const values: number[] = [];
  const lines: number[] = [];
  for (let customer = 0; customer < customers; customer++) {
    const first = days.length;
    const own = order.subarray(ends[customer - 1] ?? 0, ends[customer]);
    for (const row of own.sort((a, b) => rows.days[a]! - rows.days[b]! || a - b)) {
      if (days.length === first || days.at(-1) !== rows.days[row]!) {
        days.push(rows.days[row]!);
        values.push(0);
        lines.push(0);
      }
      values[values.length - 1]! += rows.values[row]!;
      lines[lines.length - 1]! += rows.lines[row]!;
    }
    offsets[customer + 1] = days.length;
  }
  return {
    customers,
    offsets,
    days: Float64Array.from(days),
    values: Float64Array.from(values),
    lines: Float64Array.from(lines),
  };
}

/** Row numbers by customer, and the end of each customer's range. */
function orderByCustomer({ customers, customerOf }: PurchaseRows) {
  const ends = new Int32Array(customers);
  for (let row = 0; row < customerOf.length; row++) ends[customerOf[row]!]!++;
  for (let n = 1; n < customers; n++) ends[n]! += ends[n - 1]!;
  const next = ends.slice();
  const order = new Int32Array(customerOf.length);
  for (let row = customerOf.length - 1; row >= 0; row--) order[--next[customerOf[row]!]!] = row;
  return { order, ends };
}

/** The range of a customer's purchases on the days `from` … `to` − 1. */
export function purchasesBetween(
  { offsets, days }: Purchases,
  customer: number,
  from: number,
  to: number,
): { readonly start: number; readonly end: number } {
  let start = offsets[customer]!;
  const last = offsets[customer + 1]!;
  while (start < last && days[start]! < from) start++;
  let end = start;
  while (end < last && days[end]! < to) end++;
  return { start, end };
}
