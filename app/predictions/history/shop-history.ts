import type { Purchases } from "~/ml/customers/purchases";
import type { MailReactions } from "../models/mail-habits";

/** What profiles bought. Plain values: they can be handed to another thread. */
export interface PurchaseHistory {
  /** One day a profile, since 1970-01-01 (UTC): when it was first heard of. */
  readonly knownSinceDays: Float64Array;
  /**
   * One customer a profile, in their order; values in minor units of the shop's currency, after
   * refunds. Cancelled, returned, deleted and test orders are left out. With clicks and visits
   * where any are known.
   */
  readonly purchases: Purchases;
  /** The first day, since 1970-01-01, of which nothing is told yet: tomorrow. */
  readonly endDay: number;
}

/** What is known of some profiles, each by its place in the lists. */
export interface ProfileHistory extends PurchaseHistory {
  readonly profileIds: readonly string[];
  readonly mail: MailReactions;
}

const DAY_MS = 86_400_000;

/** The day of an instant, since 1970-01-01 (UTC). */
function dayOf(at: Date): number {
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
