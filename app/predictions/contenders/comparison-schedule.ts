import { crc32 } from "~/lib/crc32";
import type { ShopId } from "~/lib/shop-id";

/**
 * Days between two comparisons with the contenders: they take longer than a nightly fit, and customers change slowly.
 */
const EVERY_DAYS = 28;
/** The same until the first comparison of a new shop that could hold out a window. */
const EVERY_DAYS_WHEN_NEW = 4;
/** How long a shop is new after its installation. */
const NEW_DAYS = 28;
/** A shop's first comparison may come right before its regular day. */
const MIN_DAYS_BETWEEN = 14;

/** What decides whether a training compares the contenders first. Days since 1970-01-01. */
export interface ComparisonHistory {
  readonly shopId: ShopId;
  /** The day after the history of this training. */
  readonly endDay: number;
  readonly installedDay: number;
  /** Null before the first training. */
  readonly lastTrainedDay: number | null;
  /** The last comparison, and whether it could hold out a window; null before the first. */
  readonly last: { readonly day: number; readonly isMeasured: boolean } | null;
}

/**
 * Whether the contenders are due. Each shop has a day of its own in every four weeks, by a hash of its name, so that the
 * comparisons of all shops spread evenly, also after an upgrade that introduces them. A new shop has one in every four
 * days, until a comparison could hold out a window. The first comes with the second training at the earliest, so that a
 * new shop's predictions do not wait for it.
 *
 * A day that passed without a training counts at the next one. A comparison that failed is not repeated before the next
 * day.
 */
export function isComparisonDue(history: ComparisonHistory): boolean {
  const { shopId, endDay, installedDay, lastTrainedDay, last } = history;
  if (lastTrainedDay === null) return false;
  if (last?.isMeasured && endDay - last.day < MIN_DAYS_BETWEEN) return false;
  const isNew = last ? !last.isMeasured : endDay - installedDay < NEW_DAYS;
  const every = isNew ? EVERY_DAYS_WHEN_NEW : EVERY_DAYS;
  const offset = crc32(new TextEncoder().encode(shopId)) % every;
  const period = (day: number) => Math.floor((day + offset) / every);
  return period(endDay) > period(lastTrainedDay);
}
