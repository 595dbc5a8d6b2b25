import { chanceToBuy, fitBgNbd, type BgNbd, type PurchaseSummary } from "../bg-nbd";
import { purchasesBetween, type Purchases } from "./purchases";

/** What is known on one day of the customers who had bought before it: one row each. */
export interface DescribedCustomers {
  /** Which customers of the purchases the rows are, rising. */
  readonly customers: Int32Array;
  /** Rows × `FEATURES`, row-major. */
  readonly features: Float64Array;
  /** Purchase days known of each customer, ≥ 1. */
  readonly orders: Float64Array;
  /** P(buy within the horizon) by BG/NBD, in [0, 1]. */
  readonly chances: Float64Array;
}

/** What was known on one day, and what the same customers did in the days after it. */
export interface Snapshot extends DescribedCustomers {
  /** 1 where the customer bought within the horizon. */
  readonly labels: Float64Array;
  /** Days until the next purchase; Infinity where there was none within the horizon. */
  readonly waits: Float64Array;
}

/** In the order in which they stand in a row. Days and values by the logarithm of one more. */
export const FEATURES = [
  "recency",
  "frequency",
  "monetary",
  "tenure",
  "basketSize",
  "meanGap",
  "recencyOverGap",
  "gapVariation",
  "orders30",
  "orders90",
  "orders180",
  "interest",
  "chanceToBuy",
  "lines",
] as const;

export type FeatureName = (typeof FEATURES)[number];

/** Days after which a purchase counts half towards interest. */
const INTEREST_HALF_LIFE_DAYS = 60;
const WEEK = 7;

/**
 * Describes all customers known on `day`, and what they did after it. Nothing from that day on
 * enters a feature; what happens in the `horizonDays` from it on is the label.
 */
export function snapshotAt(purchases: Purchases, day: number, horizonDays: number): Snapshot {
  const buying = fitBgNbd(summariseAt(purchases, day));
  const described = describeCustomers(purchases, day, horizonDays, buying);
  const labels = new Float64Array(described.customers.length);
  const waits = new Float64Array(described.customers.length).fill(Infinity);
  described.customers.forEach((customer, row) => {
    const later = purchasesBetween(purchases, customer, day, day + horizonDays);
    if (later.end === later.start) return;
    labels[row] = 1;
    waits[row] = purchases.days[later.start]! - day;
  });
  return { ...described, labels, waits };
}

/**
 * Describes all customers known on `day` by what they bought before it.
 *
 * @param buying fitted on the same customers or on those of an earlier day; null where the
 *   likelihood was flat
 */
export function describeCustomers(
  purchases: Purchases,
  day: number,
  horizonDays: number,
  buying: BgNbd | null,
): DescribedCustomers {
  const summary = summariseAt(purchases, day);
  const { customers } = summary;
  const features = new Float64Array(customers.length * FEATURES.length);
  const orders = new Float64Array(customers.length);
  const chances = new Float64Array(customers.length);
  customers.forEach((customer, row) => {
    const { start, end } = purchasesBetween(purchases, customer, -Infinity, day);
    orders[row] = end - start;
    chances[row] = chanceOf(buying, summary, row, horizonDays / WEEK);
    const described = describe(purchases, start, end, day, chances[row]);
    FEATURES.forEach((name, n) => (features[row * FEATURES.length + n] = described[name]));
  });
  return { customers, features, orders, chances };
}

/** What BG/NBD needs to know of the customers who had bought before `day`. Times in weeks. */
export function summariseAt(
  purchases: Purchases,
  day: number,
): { readonly customers: Int32Array } & PurchaseSummary {
  const customers: number[] = [];
  const repeats: number[] = [];
  const lastAt: number[] = [];
  const watched: number[] = [];
  for (let customer = 0; customer < purchases.customers; customer++) {
    const { start, end } = purchasesBetween(purchases, customer, -Infinity, day);
    if (end === start) continue;
    const first = purchases.days[start]!;
    customers.push(customer);
    repeats.push(end - start - 1);
    lastAt.push((purchases.days[end - 1]! - first) / WEEK);
    watched.push((day - first) / WEEK);
  }
  return { customers: Int32Array.from(customers), repeats, lastAt, watched };
}

/** The columns of some features of the rows. */
export function pickFeatures(
  { features, orders }: Pick<DescribedCustomers, "features" | "orders">,
  names: readonly FeatureName[],
): { readonly features: Float64Array; readonly width: number } {
  const columns = names.map((name) => FEATURES.indexOf(name));
  const picked = new Float64Array(orders.length * columns.length);
  for (let row = 0; row < orders.length; row++) {
    columns.forEach((column, n) => {
      picked[row * columns.length + n] = features[row * FEATURES.length + column]!;
    });
  }
  return { features: picked, width: columns.length };
}

function chanceOf(
  model: BgNbd | null,
  { repeats, lastAt, watched }: PurchaseSummary,
  row: number,
  weeks: number,
): number {
  const customer = { repeats: repeats[row]!, lastAt: lastAt[row]!, watched: watched[row]! };
  // Where the likelihood is flat, one order in the time watched is all that is known.
  const rate = (customer.repeats + 0.5) / (customer.watched + weeks);
  return model ? chanceToBuy(model, customer, weeks) : 1 - Math.exp(-rate * weeks);
}

function describe(
  { days, values, lines }: Purchases,
  start: number,
  end: number,
  day: number,
  chance: number,
): Record<FeatureName, number> {
  const count = end - start;
  const recency = day - days[end - 1]!;
  const tenure = day - days[start]!;
  let paid = 0;
  let lineCount = 0;
  let interest = 0;
  const within = (span: number) => {
    let orders = 0;
    for (let at = start; at < end; at++) if (day - days[at]! <= span) orders++;
    return Math.log1p(orders);
  };
  for (let at = start; at < end; at++) {
    paid += values[at]!;
    lineCount += lines[at]!;
    interest += 2 ** (-(day - days[at]!) / INTEREST_HALF_LIFE_DAYS);
  }
  // Of a customer with one order no gap is known: it is as long as the customer is, and a month.
  const meanGap = count > 1 ? (tenure - recency) / (count - 1) : tenure + 30;
  let squares = 0;
  for (let at = start + 1; at < end; at++) squares += (days[at]! - days[at - 1]! - meanGap) ** 2;
  return {
    recency: Math.log1p(recency),
    frequency: Math.log(count),
    monetary: Math.log1p(Math.max(0, paid)),
    tenure: Math.log1p(tenure),
    basketSize: Math.log1p(Math.max(0, paid / count)),
    meanGap: Math.log1p(meanGap),
    recencyOverGap: Math.log1p(recency / meanGap),
    gapVariation: count > 2 ? Math.sqrt(squares / (count - 1)) / meanGap : 0,
    orders30: within(30),
    orders90: within(90),
    orders180: within(180),
    interest,
    chanceToBuy: chance,
    lines: Math.log(lineCount),
  };
}
