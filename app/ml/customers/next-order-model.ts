import {
  chanceToEndBy,
  fitDurations,
  logQuantileWithin,
  type CensoredRows,
  type DurationModel,
} from "../regression/log-logistic";
import { predictLinear } from "../regression/least-squares";
import { applyScales, fitScales, type Scales } from "../regression/standardize";
import {
  pickFeatures,
  type DescribedCustomers,
  type FeatureName,
  type Snapshot,
} from "./customer-features";
import { createSeasonClock } from "./season-clock";

/** The features of a wait, in weight order. */
export const NEXT_ORDER_FEATURES: readonly FeatureName[] = [
  "recency",
  "meanGap",
  "frequency",
  "recencyOverGap",
  "gapVariation",
  "once",
];
/** How irregular a wait is, and whether it ends, depends on how often and how long ago the customer ordered. */
const SPREAD_FEATURES: readonly FeatureName[] = ["frequency", "recencyOverGap"];
const ENDING_FEATURES: readonly FeatureName[] = ["frequency", "recencyOverGap", "once"];

/** The time to the next order, in days from 1 for an order today. Plain values. */
export interface NextOrderModel {
  readonly features: readonly FeatureName[];
  readonly scales: Scales;
  /** By the scaled features. */
  readonly wait: DurationModel;
  /**
   * The index of each calendar month by which the waits' clock runs, so that a wait in a strong season passes in fewer
   * days; missing if all days count the same.
   */
  readonly season?: Float64Array;
}

/** Days from now, 0 ≤ low ≤ days ≤ high < horizon, if an order comes within the horizon. */
export interface NextOrder {
  /** The median. */
  readonly days: number;
  /** The tenth and the ninetieth percentile. */
  readonly low: number;
  readonly high: number;
}

/** On the scale ln(1 + days): `base` and `parts` add up to the median. */
interface NextOrderForecast extends NextOrder {
  /** The forecast for a customer with mean features. */
  readonly base: number;
  /** One per feature of the model. */
  readonly parts: Float64Array;
}

const PENALTY = 1;
/** Below this difference of a linear sum, its parts are 0. */
const SAME = 1e-9;

/**
 * Fits the time from each window's first day to the next order of all its customers. A customer without an order in
 * the window counts as one whose order comes later or never, so short windows bias nothing.
 *
 * @param windows may overlap and differ in length
 * @param names at least `NEXT_ORDER_FEATURES`
 * @param season 12 indices from January on, by which the waits' clock runs; null if all days count the same
 * @returns null if too few customers ordered
 */
export function fitNextOrderModel(
  windows: readonly Snapshot[],
  names: readonly FeatureName[] = NEXT_ORDER_FEATURES,
  season: Float64Array | null = null,
): NextOrderModel | null {
  const width = names.length;
  const count = windows.reduce((sum, { waits }) => sum + waits.length, 0);
  const features = new Float64Array(count * width);
  const times = new Float64Array(count);
  const ended = new Float64Array(count);
  let row = 0;
  for (const window of windows) {
    features.set(pickFeatures(window, names).features, row * width);
    const clock = season && createSeasonClock(season, window.day, window.horizonDays);
    for (const wait of window.waits) {
      ended[row] = wait < Infinity ? 1 : 0;
      // An order on the first day ends the wait within one day.
      const days = wait < Infinity ? wait + 1 : window.horizonDays;
      times[row++] = clock ? clock.toSeasonal(days) : days;
    }
  }
  const scales = fitScales({ features, width });
  const rows: CensoredRows = { features: applyScales(scales, features), width, times, ended };
  const columnsOf = (own: readonly FeatureName[]) => own.map((it) => names.indexOf(it));
  const columns = {
    location: columnsOf(names),
    spread: columnsOf(SPREAD_FEATURES),
    ending: columnsOf(ENDING_FEATURES),
  };
  const wait = fitDurations(rows, columns, PENALTY);
  return wait && { features: names, scales, wait, ...(season && { season }) };
}

/** Customers with the day as of which they are described, since 1970-01-01. */
type CustomersOnDay = DescribedCustomers & Pick<Snapshot, "day">;

/**
 * The next order of every customer, if it comes within the horizon. The condition bends the forecast, so the parts are
 * those of the linear sums times the mean slope between the mean customer and this one: first along the irregularity
 * of the waits, then along their length (Aumann and Shapley's shares of each step).
 */
export function forecastNextOrder(
  { features: names, scales, wait: { location, spread }, season }: NextOrderModel,
  customers: CustomersOnDay,
  horizonDays: number,
): NextOrderForecast[] {
  const { features, width } = pickFeatures(customers, names);
  const scaled = applyScales(scales, features);
  const clock = season && createSeasonClock(season, customers.day, horizonDays);
  const limit = clock ? clock.toSeasonal(horizonDays) : horizonDays;
  const logDays = (length: number, irregularity: number, quantile = 0.5) => {
    const log = logQuantileWithin(length, irregularity, { quantile, limit });
    return Math.max(0, clock ? Math.log(clock.toCalendar(Math.exp(log))) : log);
  };
  const [usualLength, usualIrregularity] = [location[0]!, spread[0]!];
  const base = logDays(usualLength, usualIrregularity);
  return Array.from(customers.orders, (_, row) => {
    const length = predictLinear(location, scaled, row);
    const irregularity = predictLinear(spread, scaled, row);
    const median = logDays(length, irregularity);
    const usual = logDays(usualLength, irregularity);
    const bySpread = slopeOf(usual - base, irregularity - usualIrregularity);
    const byLength = slopeOf(median - usual, length - usualLength);
    return {
      days: Math.expm1(median),
      low: Math.expm1(logDays(length, irregularity, 0.1)),
      high: Math.expm1(logDays(length, irregularity, 0.9)),
      base,
      parts: scaled
        .subarray(row * width, (row + 1) * width)
        .map((value, n) => (bySpread * spread[n + 1]! + byLength * location[n + 1]!) * value),
    };
  });
}

/** Each customer's probability to order within some days, in [0, 1]. */
export function chancesToOrder(
  { features, scales, wait, season }: NextOrderModel,
  customers: CustomersOnDay,
  days: number,
): Float64Array {
  const scaled = applyScales(scales, pickFeatures(customers, features).features);
  const limit = season ? createSeasonClock(season, customers.day, days).toSeasonal(days) : days;
  // An order on the first day ends the wait within one day.
  return customers.orders.map((_, row) => chanceToEndBy(wait, scaled, row, limit));
}

const slopeOf = (rise: number, run: number) => (Math.abs(run) > SAME ? rise / run : 0);
