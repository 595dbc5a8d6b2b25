import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { fitSeason, seasonalMultiplier } from "~/ml/customers/season";
import { expectedPurchases, type BgNbd } from "~/ml/lifetime/bg-nbd";
import type { LifetimeCustomer } from "./lifetime";
import { firstDayOf } from "./windows";

const MONTHS = 12;
const DAY_MS = 86_400_000;
const WEEK = 7;

export const NO_SEASON = new Float64Array(MONTHS).fill(1);

/**
 * Seasonal index of each calendar month (UTC), from full months before `endDay`.
 *
 * @returns 12 indices from January on, with mean 1; all 1 with less than two years
 */
export function fitShopSeason(purchases: Purchases, endDay: number): Float64Array {
  const firstDay = firstDayOf(purchases);
  if (!(firstDay < endDay)) return NO_SEASON;
  // The first month with an order is rarely complete; the month of `endDay` is complete only on its last day.
  const from = monthOf(firstDay) + 1;
  const counts = new Float64Array(Math.max(0, monthOf(endDay) - from));
  for (let customer = 0; customer < purchases.customers; customer++) {
    const { start, end } = purchasesBetween(purchases, customer, firstDay, endDay);
    for (let n = start; n < end; n++) {
      const month = monthOf(purchases.days[n] ?? 0) - from;
      if (month >= 0 && month < counts.length) counts[month] = (counts[month] ?? 0) + 1;
    }
  }
  return fitSeason({ counts, firstMonth: from % MONTHS });
}

/**
 * The seasonal factor of orders in the `weeks` from `fromDay` on. Over twelve months it is 1 except for churn, which
 * gives earlier months more weight.
 *
 * @param customer the shop's typical customer
 */
export function seasonalShare(
  { buying, season }: { readonly buying: BgNbd; readonly season: Float64Array },
  customer: LifetimeCustomer,
  { fromDay, weeks }: { readonly fromDay: number; readonly weeks: number },
): number {
  const endDay = fromDay + weeks * WEEK;
  const expected = new Float64Array(MONTHS);
  let before = 0;
  for (let day = fromDay; day < endDay;) {
    const month = monthOf(day);
    day = Math.min(endDay, firstDayOfMonth(month + 1));
    const until = expectedPurchases(buying, customer, (day - fromDay) / WEEK);
    const calendarMonth = month % MONTHS;
    expected[calendarMonth] = (expected[calendarMonth] ?? 0) + until - before;
    before = until;
  }
  return seasonalMultiplier(season, expected);
}

/** Calendar months since January 1970 (UTC) of a day since 1970-01-01. */
function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return (date.getUTCFullYear() - 1970) * MONTHS + date.getUTCMonth();
}

const firstDayOfMonth = (month: number) => Date.UTC(1970, month, 1) / DAY_MS;
