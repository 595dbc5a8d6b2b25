import { snapshotAt, type Snapshot } from "~/ml/customers/customer-features";
import { pickEngagement } from "~/ml/customers/engagement";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import type { Missing } from "../back-test/quality";

/** Customers beyond which a fit learns nothing more: as many are drawn at even steps. */
const LEARNED_FROM = 5_000;
/** Days that must be known before a window: in fewer no customer has shown a habit. */
const MAX_BLIND_DAYS = 60;
/** Windows begin a sixth of their length apart: one season does not stand for every other. */
const STARTS_A_WINDOW = 6;
/** Those that a model is learned from and chosen by reach two lengths back from the youngest. */
export const LEARNED_WINDOWS = 2 * STARTS_A_WINDOW + 1;
/** To try it as well takes a length more. */
export const TRIED_WINDOWS = LEARNED_WINDOWS + STARTS_A_WINDOW;
/** Examples of each outcome without which a fit says nothing. */
export const MIN_EXAMPLES = 20;

/** Every n-th customer, so that there are at most 5,000; the same ones each time. */
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
 * What was known at the start of each window of `days` days and what came in it: the window that
 * ends at `endDay` first, then those that began earlier. They overlap.
 *
 * @returns fewer where the shop is younger; none when not even the first has days before it
 */
export function windowsBefore(
  purchases: Purchases,
  { endDay, days, count }: WindowsWanted,
): Snapshot[] {
  const firstDay = firstDayOf(purchases);
  return Array.from(
    { length: count },
    (_, n) => endDay - days - Math.ceil((n * days) / STARTS_A_WINDOW),
  )
    .filter((day) => day - firstDay >= blindDays(days))
    .map((day) => snapshotAt(purchases, day, days));
}

/** What a window lacks before anything can be learned from it; null when it has enough. */
export function missingIn(
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

/** The first day with a purchase; Infinity when there is none. */
export function firstDayOf({ days }: Purchases): number {
  return days.reduce((first, day) => Math.min(first, day), Infinity);
}

const blindDays = (days: number) => Math.min(days, MAX_BLIND_DAYS);
