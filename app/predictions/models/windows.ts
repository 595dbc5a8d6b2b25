import { snapshotAt, summarizeAt, type Snapshot } from "~/ml/customers/customer-features";
import { pickEngagement } from "~/ml/customers/engagement";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { searchBgNbd, type BgNbd } from "~/ml/lifetime/bg-nbd";
import type { Missing } from "../quality";

/** Maximum number of customers in a fit; larger shops are sampled evenly, since more add nothing. */
const LEARNED_FROM = 5_000;
/** Minimum days of history before a window, so that customers can show habits. */
const MAX_BLIND_DAYS = 60;
/** Windows start a sixth of their length apart, so that one season does not represent all others. */
const STARTS_A_WINDOW = 6;
/** A fit uses the latest window and those that began within one length before it. */
export const FIT_WINDOWS = STARTS_A_WINDOW + 1;
/** Training and selection use windows up to two lengths back from the latest. */
export const TRAINING_WINDOWS = 2 * STARTS_A_WINDOW + 1;
/** Evaluation needs one more length. */
export const EVALUATION_WINDOWS = TRAINING_WINDOWS + STARTS_A_WINDOW;
/** Minimum examples of each outcome for a fit. */
export const MIN_EXAMPLES = 20;

/** Every n-th customer, at most 5,000, deterministically. */
export function drawCustomers(purchases: Purchases): Purchases {
  const step = Math.ceil(purchases.customers / LEARNED_FROM);
  if (step <= 1) return purchases;
  const drawn = Array.from({ length: Math.ceil(purchases.customers / step) }, (_, n) => n * step);
  const ranges = drawn.map((customer) =>
    purchasesBetween(purchases, customer, -Infinity, Infinity),
  );
  const offsets = new Int32Array(drawn.length + 1);
  ranges.forEach(({ start, end }, n) => (offsets[n + 1] = (offsets[n] ?? 0) + end - start));
  const gathered = (values: Float64Array) =>
    Float64Array.from(ranges.flatMap(({ start, end }) => [...values.subarray(start, end)]));
  return {
    customers: drawn.length,
    offsets,
    days: gathered(purchases.days),
    values: gathered(purchases.values),
    lines: gathered(purchases.lines),
    ...(purchases.engagement && { engagement: pickEngagement(purchases.engagement, drawn) }),
  };
}

interface WindowsWanted {
  readonly endDay: number;
  readonly days: number;
  readonly count: number;
}

/**
 * Features at the start of each window of `days` days and their outcomes: the window that ends at `endDay` first,
 * then earlier ones. They overlap.
 *
 * @returns fewer for a young shop; none if even the first has too little history
 */
export function windowsBefore(purchases: Purchases, wanted: WindowsWanted): Snapshot[] {
  return windowStarts(purchases, wanted).map(describeInTurn(purchases, wanted.days));
}

/**
 * Describes windows one after the other. Each BG/NBD is searched for from the one before, whose customers are nearly the
 * same: with a fraction of the evaluations, and the same result up to the search's tolerance.
 */
function describeInTurn(purchases: Purchases, days: number): (day: number) => Snapshot {
  let near: BgNbd | null = null;
  return (day) => {
    const { model } = searchBgNbd(summarizeAt(purchases, day), { near });
    near = model ?? near;
    return snapshotAt(purchases, day, days, model);
  };
}

/** A window from a day on; null with too little history before it. */
export type WindowAt = (day: number) => Snapshot | null;

/** Windows of `days` days that are described once each. */
export function rememberWindows(purchases: Purchases, days: number): WindowAt {
  const firstDay = firstDayOf(purchases);
  const known = new Map<number, Snapshot>();
  const describe = describeInTurn(purchases, days);
  return (day) => {
    if (!(day - firstDay >= blindDays(days))) return null;
    const window = known.get(day) ?? describe(day);
    known.set(day, window);
    return window;
  };
}

/** The windows to train on, or what the youngest lacks: then no other is described. */
export function trainingWindows(
  purchases: Purchases,
  wanted: WindowsWanted,
): { readonly windows: Snapshot[]; readonly missing: Missing | null } {
  const { endDay, days } = wanted;
  const [first, ...earlier] = windowStarts(purchases, wanted);
  const describe = describeInTurn(purchases, days);
  const windows = first === undefined ? [] : [describe(first)];
  const missing = missingIn(windows[0], { purchases, endDay, days });
  return { windows: missing ? windows : [...windows, ...earlier.map(describe)], missing };
}

/** The first days of the windows that have enough history, youngest first. */
function windowStarts(purchases: Purchases, { endDay, days, count }: WindowsWanted): number[] {
  const firstDay = firstDayOf(purchases);
  return Array.from(
    { length: count },
    (_, n) => endDay - days - Math.ceil((n * days) / STARTS_A_WINDOW),
  ).filter((day) => day - firstDay >= blindDays(days));
}

/** What a window lacks for training; null when it has enough. */
function missingIn(
  window: Snapshot | undefined,
  { purchases, endDay, days }: { purchases: Purchases; endDay: number; days: number },
): Missing | null {
  if (!window) {
    const firstDay = firstDayOf(purchases);
    const have = Number.isFinite(firstDay) ? Math.max(0, endDay - firstDay) : 0;
    return { what: "days", have, need: days + blindDays(days) };
  }
  const buyers = window.labels.reduce((sum, label) => sum + label, 0);
  const others = window.labels.length - buyers;
  if (buyers < MIN_EXAMPLES) return { what: "buyers", have: buyers, need: MIN_EXAMPLES };
  return others < MIN_EXAMPLES ? { what: "non_buyers", have: others, need: MIN_EXAMPLES } : null;
}

/** The first day with a purchase; Infinity without any. */
export function firstDayOf({ days }: Purchases): number {
  return days.reduce((first, day) => Math.min(first, day), Infinity);
}

const blindDays = (days: number) => Math.min(days, MAX_BLIND_DAYS);
