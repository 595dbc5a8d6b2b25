import { betaMean, betaQuantile } from "~/ml/numerics/beta-distribution";
import { purchasesBetween } from "~/ml/customers/purchases";
import { INTENT_DAYS } from "../prediction";
import type { PurchaseHistory } from "../history/shop-history";

/** Number of first orders among profiles without one: by horizon, for newly known and other profiles. */
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

/** Number of days for which a profile counts as newly known. */
const RECENT_DAYS = 30;
/** Prior: one in twenty within 30 days, with the weight of 40 people. */
const PRIOR_PEOPLE = 40;
const PRIOR_MONTHLY_RATE = 0.05;

/** Counts first orders in the last window of each horizon. */
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
  /** In (0, 1), with an 80% interval. */
  readonly chance: number;
  readonly low: number;
  readonly high: number;
  /** The probability for all profiles without an order. */
  readonly usual: number;
}

/**
 * The probability of a first order for profiles known equally long: Beta, shrunk toward all profiles without an
 * order, which are shrunk toward the defaults.
 *
 * @param knownDays days since the profile was first seen
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
