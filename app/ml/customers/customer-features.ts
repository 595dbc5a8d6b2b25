import {
  purchaseProbability,
  fitBgNbd,
  type BgNbd,
  type PurchaseSummary,
} from "../lifetime/bg-nbd";
import { describeCustomer } from "./describe-customer";
import { describeEngagement, ENGAGEMENT_FEATURES } from "./engagement";
import { purchasesBetween, type Purchases } from "./purchases";

/** The features on one day of the customers who had bought before it, one row per customer. */
export interface DescribedCustomers {
  /** The customers of the rows, ascending. */
  readonly customers: Int32Array;
  /** Rows × `ALL_FEATURES`, row-major. */
  readonly features: Float64Array;
  /** Purchase days of each customer, ≥ 1. */
  readonly orders: Float64Array;
  /** P(buy within the horizon) by BG/NBD, in [0, 1]. */
  readonly chances: Float64Array;
}

/** The features on one day, and the same customers' outcomes in the following days. */
export interface Snapshot extends DescribedCustomers {
  /** The day, and the number of following days observed for labels and waits. */
  readonly day: number;
  readonly horizonDays: number;
  /** 1 if the customer bought within the horizon. */
  readonly labels: Float64Array;
  /** Days until the next purchase; Infinity without one within the horizon. */
  readonly waits: Float64Array;
}

/** The input of a simple model: recency, frequency, amount and the BG/NBD probability. */
export const BASIC_FEATURES = [
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
  "chanceToBuy",
] as const;

/** Purchase features in row order. Days, counts and amounts are log(1 + x), so that doubling adds a constant. */
export const FEATURES = [
  ...BASIC_FEATURES,
  "interest",
  "lines",
  "chanceLogit",
  "lately15",
  "lately30",
  "lately60",
  "lately120",
  "lately240",
  "orders15",
  "orders60",
  "orders120",
  "previousRecency",
  "lastGap",
  "activeMonths",
  "activeShare",
  "rate",
  "once",
  "lastLines",
  "averageLines",
  "lastValue",
] as const;

/** Purchase features, then engagement features, which are 0 if unknown. */
const ALL_FEATURES = [...FEATURES, ...ENGAGEMENT_FEATURES] as const;
export type FeatureName = (typeof ALL_FEATURES)[number];

/** BG/NBD counts in weeks. */
const WEEK = 7;

/**
 * Describes all customers known on `day` and their outcomes. Nothing from that day on enters a feature; the
 * `horizonDays` from it on are the label.
 *
 * @param buying fitted on the purchases before the day, unless given
 */
export function snapshotAt(
  purchases: Purchases,
  day: number,
  horizonDays: number,
  buying: BgNbd | null = fitBgNbd(summarizeAt(purchases, day)),
): Snapshot {
  const described = describeCustomers(purchases, day, horizonDays, buying);
  const labels = new Float64Array(described.customers.length);
  const waits = new Float64Array(described.customers.length).fill(Infinity);
  described.customers.forEach((customer, row) => {
    const later = purchasesBetween(purchases, customer, day, day + horizonDays);
    if (later.end === later.start) return;
    labels[row] = 1;
    waits[row] = purchases.days[later.start]! - day;
  });
  return { ...described, day, horizonDays, labels, waits };
}

/**
 * Describes all customers known on `day` by their earlier purchases and engagement.
 *
 * @param buying fitted on the same customers or on those of an earlier day; null if the likelihood was flat
 */
export function describeCustomers(
  purchases: Purchases,
  day: number,
  horizonDays: number,
  buying: BgNbd | null,
): DescribedCustomers {
  const summary = summarizeAt(purchases, day);
  const { customers } = summary;
  const features = new Float64Array(customers.length * ALL_FEATURES.length);
  const orders = new Float64Array(customers.length);
  const chances = new Float64Array(customers.length);
  customers.forEach((customer, row) => {
    const range = purchasesBetween(purchases, customer, -Infinity, day);
    orders[row] = range.end - range.start;
    chances[row] = chanceOf(buying, summary, row, horizonDays / WEEK);
    const described = describeCustomer(purchases, range, day, chances[row]);
    const start = row * ALL_FEATURES.length;
    FEATURES.forEach((name, n) => (features[start + n] = described[name]));
    if (!purchases.engagement) return;
    const done = describeEngagement(purchases.engagement, customer, day);
    ENGAGEMENT_FEATURES.forEach((name, n) => (features[start + FEATURES.length + n] = done[name]));
  });
  return { customers, features, orders, chances };
}

/** The BG/NBD inputs of customers who had bought before `day`. Times in weeks. */
export function summarizeAt(
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

/** Selects columns of the rows. */
export function pickFeatures(
  { features, orders }: Pick<DescribedCustomers, "features" | "orders">,
  names: readonly FeatureName[],
): { readonly features: Float64Array; readonly width: number } {
  const columns = names.map((name) => ALL_FEATURES.indexOf(name));
  const picked = new Float64Array(orders.length * columns.length);
  for (let row = 0; row < orders.length; row++) {
    columns.forEach((column, n) => {
      picked[row * columns.length + n] = features[row * ALL_FEATURES.length + column]!;
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
  // Without a fit, uses one order in the observed time.
  const rate = (customer.repeats + 0.5) / (customer.watched + weeks);
  return model ? purchaseProbability(model, customer, weeks) : 1 - Math.exp(-rate * weeks);
}
