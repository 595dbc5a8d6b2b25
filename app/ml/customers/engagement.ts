/** Each customer's activity besides purchases, by day, oldest first. */
export interface Engagement {
  /** customers + 1 positions into the other arrays. */
  readonly offsets: Int32Array;
  /**
   * Whole days since a fixed day, ascending per customer: the day of the activity or, if later, of its
   * identification. Facts unknown before a day must not describe a customer on it.
   */
  readonly days: Float64Array;
  /** Human clicks in emails. */
  readonly clicks: Float64Array;
  readonly visits: Float64Array;
  readonly dwellSeconds: Float64Array;
  readonly searches: Float64Array;
  /** Products viewed. */
  readonly views: Float64Array;
}

const COUNTED = ["clicks", "visits", "dwellSeconds", "searches", "views"] as const;

/** One or more entries per customer and day, in any order. */
export interface EngagementRows extends Readonly<
  Record<(typeof COUNTED)[number], ArrayLike<number>>
> {
  readonly customers: number;
  /** The customer, 0 … customers − 1. */
  readonly customerOf: ArrayLike<number>;
  readonly days: ArrayLike<number>;
}

/** Gathers rows by customer and day. Cost: O(rows × log rows). */
export function groupEngagement(rows: EngagementRows): Engagement {
  const order = Array.from({ length: rows.days.length }, (_, row) => row).sort(
    (a, b) => rows.customerOf[a]! - rows.customerOf[b]! || rows.days[a]! - rows.days[b]!,
  );
  const pick = (values: ArrayLike<number>) => Float64Array.from(order, (row) => values[row]!);
  const offsets = new Int32Array(rows.customers + 1);
  for (const row of order) offsets[rows.customerOf[row]! + 1]!++;
  for (let n = 0; n < rows.customers; n++) offsets[n + 1]! += offsets[n]!;
  const [clicks, visits, dwellSeconds, searches, views] = COUNTED.map((it) => pick(rows[it]));
  return {
    offsets,
    days: pick(rows.days),
    clicks: clicks!,
    visits: visits!,
    dwellSeconds: dwellSeconds!,
    searches: searches!,
    views: views!,
  };
}

/** The same for some of the customers, in this order. */
export function pickEngagement(engagement: Engagement, customers: readonly number[]): Engagement {
  const at = customers.flatMap((customer) => {
    const start = engagement.offsets[customer]!;
    return Array.from({ length: engagement.offsets[customer + 1]! - start }, (_, n) => start + n);
  });
  const offsets = new Int32Array(customers.length + 1);
  customers.forEach((customer, n) => {
    const count = engagement.offsets[customer + 1]! - engagement.offsets[customer]!;
    offsets[n + 1] = offsets[n]! + count;
  });
  const pick = (values: Float64Array) => Float64Array.from(at, (n) => values[n]!);
  return {
    offsets,
    days: pick(engagement.days),
    clicks: pick(engagement.clicks),
    visits: pick(engagement.visits),
    dwellSeconds: pick(engagement.dwellSeconds),
    searches: pick(engagement.searches),
    views: pick(engagement.views),
  };
}

/** In row order, after the purchase features; each is log(1 + x). */
export const ENGAGEMENT_FEATURES = [
  "clicks",
  "clicks7",
  "visits",
  "visits7",
  "dwellMinutes",
  "searches",
  "views",
  "views7",
] as const;
export type EngagementFeature = (typeof ENGAGEMENT_FEATURES)[number];

/** Half-lives in days: of lasting interests, and of current interests. */
const MONTH = 30;
const WEEK = 7;
const MINUTE = 60;

/**
 * Describes a customer by activity known before `day`: sums with a half-life of 7 or 30 days. All 0 without activity.
 * Cost: O(days of the customer).
 */
export function describeEngagement(
  engagement: Engagement,
  customer: number,
  day: number,
): Record<EngagementFeature, number> {
  const { offsets, days } = engagement;
  const decayed = (values: Float64Array, halfLife: number) => {
    let sum = 0;
    for (let n = offsets[customer]!; n < offsets[customer + 1]! && days[n]! < day; n++) {
      sum += values[n]! * 2 ** (-(day - days[n]!) / halfLife);
    }
    return sum;
  };
  return {
    clicks: Math.log1p(decayed(engagement.clicks, MONTH)),
    clicks7: Math.log1p(decayed(engagement.clicks, WEEK)),
    visits: Math.log1p(decayed(engagement.visits, MONTH)),
    visits7: Math.log1p(decayed(engagement.visits, WEEK)),
    dwellMinutes: Math.log1p(decayed(engagement.dwellSeconds, MONTH) / MINUTE),
    searches: Math.log1p(decayed(engagement.searches, MONTH)),
    views: Math.log1p(decayed(engagement.views, MONTH)),
    views7: Math.log1p(decayed(engagement.views, WEEK)),
  };
}
