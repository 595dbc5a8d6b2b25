import { isQuietHour, type QuietHours } from "~/lib/quiet-hours";
import { findUsualHour } from "~/ml/customers/usual-hour";

/** With fewer orders the standard error of the usual hour is not known either. */
const MIN_ORDERS = 20;
/** With a larger standard error, in hours, no hour is suggested. */
const MAX_ERROR = 1;
const HOURS = 24;

/**
 * The hour at which a shop's customers usually order, as a time for its campaigns: customers answer email when
 * they have time for the store (docs/decisions/0156). The hour of the day that has their mean, or the nearest that is not quiet.
 *
 * @param orders number of orders in each hour of the shop's day, 24 values ≥ 0; without those that an email led to, which
 *   would repeat the hour of earlier campaigns
 * @returns 0 to 23; null if too few orders say when
 */
export function suggestHour(orders: ArrayLike<number>, quiet: QuietHours): number | null {
  const count = Array.from(orders).reduce((sum, it) => sum + it, 0);
  const usual = findUsualHour(orders);
  if (count < MIN_ORDERS || usual === null || usual.error > MAX_ERROR) return null;
  const distance = (hour: number) => {
    const hours = Math.abs(hour + 0.5 - usual.hour);
    return Math.min(hours, HOURS - hours);
  };
  const open = Array.from({ length: HOURS }, (_, hour) => hour).filter(
    (hour) => !isQuietHour(hour, quiet),
  );
  return open.reduce((nearest, hour) => (distance(hour) < distance(nearest) ? hour : nearest));
}
