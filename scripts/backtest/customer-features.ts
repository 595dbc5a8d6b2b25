import { chanceToBuy, fitBgNbd, type BgNbd } from "~/ml/bg-nbd";
import { purchasesBetween, type Purchases } from "./purchases";

/** What is known of customers on one day, and what they did in the days after it. */
export interface Snapshot {
  /** Customers × features, row-major. */
  readonly features: Float64Array;
  /** 1 where the customer bought within the horizon. */
  readonly labels: Float64Array;
  /** Days until the next purchase; Infinity where there was none within the horizon. */
  readonly waits: Float64Array;
  /** Purchase days known of each customer, ≥ 1. */
  readonly orders: Float64Array;
  /** P(buy within the horizon) by BG/NBD, fitted on what was known. */
  readonly chances: Float64Array;
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
 * Describes all customers known on `day`. Nothing from that day on enters a feature; what happens
 * in the `horizonDays` from it on is the label.
 */
export function snapshotAt(purchases: Purchases, day: number, horizonDays: number): Snapshot {
  const known: { customer: number; start: number; end: number }[] = [];
  for (let customer = 0; customer < purchases.customers; customer++) {
    const { start, end } = purchasesBetween(purchases, customer, -Infinity, day);
    if (end > start) known.push({ customer, start, end });
  }
  const summaries = known.map(({ start, end }) => ({
    repeats: end - start - 1,
    lastAt: (purchases.days[end - 1]! - purchases.days[start]!) / WEEK,
    watched: (day - purchases.days[start]!) / WEEK,
  }));
  const buying = fitBgNbd({
    repeats: summaries.map(({ repeats }) => repeats),
    lastAt: summaries.map(({ lastAt }) => lastAt),
    watched: summaries.map(({ watched }) => watched),
  });
  const chances = Float64Array.from(summaries, (customer) =>
    chanceOf(buying, customer, horizonDays / WEEK),
  );

  const features = new Float64Array(known.length * FEATURES.length);
  const labels = new Float64Array(known.length);
  const waits = new Float64Array(known.length).fill(Infinity);
  known.forEach(({ customer, start, end }, row) => {
    const described = describe(purchases, start, end, day, chances[row]!);
    FEATURES.forEach((name, n) => (features[row * FEATURES.length + n] = described[name]));
    const later = purchasesBetween(purchases, customer, day, day + horizonDays);
    if (later.end === later.start) return;
    labels[row] = 1;
    waits[row] = purchases.days[later.start]! - day;
  });
  const orders = Float64Array.from(known, ({ start, end }) => end - start);
  return { features, labels, waits, orders, chances };
}

/** The columns of some features of a snapshot's rows. */
export function pickFeatures(
  { features, labels }: Pick<Snapshot, "features" | "labels">,
  names: readonly FeatureName[],
): { features: Float64Array; width: number; labels: Float64Array } {
  const columns = names.map((name) => FEATURES.indexOf(name));
  const picked = new Float64Array(labels.length * columns.length);
  for (let row = 0; row < labels.length; row++) {
    columns.forEach((column, n) => {
      picked[row * columns.length + n] = features[row * FEATURES.length + column]!;
    });
  }
  return { features: picked, width: columns.length, labels };
}

function chanceOf(
  model: BgNbd | null,
  customer: { repeats: number; lastAt: number; watched: number },
  weeks: number,
): number {
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
