import type { Purchases } from "~/ml/customers/purchases";

/** What predictions are learned from. Plain values: it can be handed to another thread. */
export interface ShopHistory {
  /** In code-unit order. */
  readonly profileIds: readonly string[];
  /** One day a profile, since 1970-01-01 (UTC): when it was first heard of. */
  readonly knownSinceDays: Float64Array;
  /**
   * One customer a profile, in their order; values in minor units of the shop's currency, after
   * refunds. Cancelled, returned, deleted and test orders are left out.
   */
  readonly purchases: Purchases;
  /** The first day, since 1970-01-01, of which nothing is told yet: tomorrow. */
  readonly endDay: number;
}

const DAY_MS = 86_400_000;

/** The day of an instant, since 1970-01-01 (UTC). */
export function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS);
}

/** The first day of which nothing was told before `now`. */
export function endDayOf(now: Date): number {
  return dayOf(now) + 1;
}

/** When a day began. */
export function startOfDay(day: number): Date {
  return new Date(day * DAY_MS);
}
