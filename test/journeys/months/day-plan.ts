import type { Action } from "../flows/story";
import { DAY } from "../flows/story";

export const MONTH_DAYS = 30;
/** Days of a month on which customers and the merchant act, all at one time, so that the clock rarely stops. */
const ACTIVE_DAYS: readonly number[] = [0, 3, 6, 9, 12, 15, 18, 21];
/** On this one they act at half past eight, and what follows within hours is due at night. Else at noon. */
const EVENING = 9;
const EVENING_HOURS = 8.5;

export const isActive = (day: number): boolean => ACTIVE_DAYS.includes(day % MONTH_DAYS);

/** The last day before on which they act; null on the first. */
export function lastActiveDay(day: number): number | null {
  for (let before = day - 1; before >= 0; before--) if (isActive(before)) return before;
  return null;
}

/** When everybody acts on a day, in hours after the beginning, which is a noon. */
export const hoursOn = (day: number): number =>
  day * DAY + (day % MONTH_DAYS === EVENING ? EVENING_HOURS : 0);

/** What a customer does on a day. */
export interface DayPlan {
  /** First: a click in each new email, or one click to unsubscribe in one of them. */
  readonly inbox?: "clicks" | "unsubscribes";
  /** Then in the store. */
  readonly actions?: readonly Action[];
}

/** By day of the month. */
export type MonthPlan = Readonly<Record<number, DayPlan>>;
