import { betaMean, betaQuantile } from "~/ml/numerics/beta-distribution";
import { purchasesBetween } from "~/ml/customers/purchases";
import { INTENT_DAYS } from "../prediction";
import type { PurchaseHistory } from "../history/shop-history";

/** How many of those who had not ordered did so: by horizon, the newly known and the others. */
export interface FirstOrderModel {
  readonly horizons: readonly {
    readonly days: number;
    readonly recent: FirstOrderCount;
    readonly older: FirstOrderCount;
  }[];
}

interface FirstOrderCount {
  readonly people: number;
  readonly ordered: number;
}

/** Days for which somebody counts as newly known. */
const RECENT_DAYS = 30;
/** What is taken to be usual: one in twenty within 30 days, as sure as 40 people make it. */
const PRIOR_PEOPLE = 40;
const PRIOR_MONTHLY_RATE = 0.05;

/** Counts, on the last window of each horizon, who placed a first order in it. */
export function countFirstOrders({
  knownSinceDays,
  purchases,
  endDay,
}: PurchaseHistory): FirstOrderModel {
  return {
    horizons: INTENT_DAYS.map((days) => {
      const startDay = endDay - days;
      const counts = { recent: { people: 0, ordered: 0 }, older: { people: 0, ordered: 0 } };
      knownSinceDays.forEach((knownSince, profile) => {
        if (knownSince >= startDay) return;
        if (purchasesBetween(purchases, profile, -Infinity, startDay).end > startOf(profile))
          return;
        const count = startDay - knownSince <= RECENT_DAYS ? counts.recent : counts.older;
        const later = purchasesBetween(purchases, profile, startDay, endDay);
        count.people++;
        if (later.end > later.start) count.ordered++;
      });
      return { days, ...counts };
    }),
  };

  function startOf(profile: number): number {
    return purchases.offsets[profile] ?? 0;
  }
}

export interface FirstOrderForecast {
  readonly days: number;
  /** In (0, 1), with an interval of 80 %. */
  readonly chance: number;
  readonly low: number;
  readonly high: number;
  /** The chance of all who have not ordered yet. */
  readonly usual: number;
}

/**
 * The chance of a first order, of those known as long: Beta, drawn towards all who have not ordered
 * yet, and those towards what is usual elsewhere.
 *
 * @param knownDays for how long the profile has been known
 */
export function forecastFirstOrder(
  { horizons }: FirstOrderModel,
  knownDays: number,
): FirstOrderForecast[] {
  return horizons.map(({ days, recent, older }) => {
    const prior = 1 - (1 - PRIOR_MONTHLY_RATE) ** (days / 30);
    const all = { people: recent.people + older.people, ordered: recent.ordered + older.ordered };
    const usual = betaMean(betaOf(all, prior));
    const own = betaOf(knownDays <= RECENT_DAYS ? recent : older, usual);
    return {
      days,
      chance: betaMean(own),
      low: betaQuantile(own, 0.1),
      high: betaQuantile(own, 0.9),
      usual,
    };
  });
}

const betaOf = ({ people, ordered }: FirstOrderCount, rate: number) => ({
  a: ordered + PRIOR_PEOPLE * rate,
  b: people - ordered + PRIOR_PEOPLE * (1 - rate),
});
