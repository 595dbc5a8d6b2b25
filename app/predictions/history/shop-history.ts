import type { ProfileId } from "~/lib/profile-id";
import type { Purchases } from "~/ml/customers/purchases";
import type { EmailReactions } from "./email-habits";

/** Purchases of profiles. Plain values that can be transferred to a thread. */
export interface PurchaseHistory {
  /** The day each profile was first seen, since 1970-01-01 (UTC). */
  readonly knownSinceDays: Float64Array;
  /**
   * One customer per profile, in the same order; values in minor units of the shop's currency,
   * after refunds, without canceled, returned, deleted and test orders. With clicks and visits, if
   * any.
   */
  readonly purchases: Purchases;
  /** The first day without data, since 1970-01-01: tomorrow. */
  readonly endDay: number;
}

/** The history of some profiles, by index. */
export interface ProfileHistory extends PurchaseHistory {
  readonly profileIds: readonly ProfileId[];
  readonly email: EmailReactions;
}

const DAY_MS = 86_400_000;

/** The day of an instant, since 1970-01-01 (UTC). */
function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS);
}

/** The first day without data at `now`. */
export function endDayOf(now: Date): number {
  return dayOf(now) + 1;
}

/** The start of a day. */
export function startOfDay(day: number): Date {
  return new Date(day * DAY_MS);
}
