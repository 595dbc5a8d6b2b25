import type { BgNbd } from "~/ml/lifetime/bg-nbd";
import {
  pickFeatures,
  snapshotAt,
  type DescribedCustomers,
  type Snapshot,
} from "~/ml/customers/customer-features";
import {
  MIN_ORDERS,
  fitNextOrderModel,
  forecastNextOrder,
  NEXT_ORDER_FEATURES,
  type NextOrder,
  type NextOrderModel,
} from "~/ml/customers/next-order-model";
import type { Purchases } from "~/ml/customers/purchases";
import type { Missing } from "../quality";
import type { LifetimeCustomer } from "./lifetime";
import { firstDayOf } from "./windows";

/** The date of the next order, if there is one. Plain values. */
export interface NextOrderFit {
  /** For customers with an order interval; null if too few of them returned. */
  readonly model: NextOrderModel | null;
  /** The training mean of each feature. */
  readonly means: Float64Array;
  readonly horizonDays: number;
  readonly missing: Missing | null;
}

/** Horizons in days: the longer one if the shop's history covers it twice. */
const HORIZONS = [180, 90] as const;
const BLIND_DAYS = 60;
/** Starts of the training windows, in sixths of the horizon before its last one. */
const STARTS = [0, 1, 2, 3] as const;
/** Minimum number of waits for a median regression. */
export const MIN_RETURNS = 30;

/** The horizon that a shop's history allows. */
export function nextOrderHorizon(purchases: Purchases, endDay: number): number {
  const known = endDay - firstDayOf(purchases);
  return HORIZONS.find((days) => known >= 2 * days + BLIND_DAYS) ?? 90;
}

/** The training windows before `endDay`; they overlap. */
export function nextOrderWindows(
  purchases: Purchases,
  endDay: number,
  horizonDays: number,
): Snapshot[] {
  const firstDay = firstDayOf(purchases);
  return STARTS.map((sixths) => endDay - horizonDays - Math.ceil((sixths * horizonDays) / 6))
    .filter((day) => day - firstDay >= BLIND_DAYS)
    .map((day) => snapshotAt(purchases, day, horizonDays));
}

/** Fits the waits of customers with an order interval who returned. */
export function fitNextOrderPrediction(
  windows: readonly Snapshot[],
  horizonDays: number,
): NextOrderFit {
  const returned = windows.map((window) => ({
    window,
    rows: [...window.waits.keys()].filter((row) => hasRhythm(window, row)),
  }));
  const count = returned.reduce((sum, { rows }) => sum + rows.length, 0);
  const means = new Float64Array(NEXT_ORDER_FEATURES.length);
  for (const { window, rows } of returned) {
    const { features, width } = pickFeatures(window, NEXT_ORDER_FEATURES);
    for (const row of rows) {
      for (let n = 0; n < width; n++) means[n] = (means[n] ?? 0) + (features[row * width + n] ?? 0);
    }
  }
  const missing: Missing | null =
    count < MIN_RETURNS ? { what: "returns", have: count, need: MIN_RETURNS } : null;
  return {
    model: missing ? null : fitNextOrderModel(windows, horizonDays),
    means: means.map((sum) => sum / Math.max(1, count)),
    horizonDays,
    missing,
  };
}

/** Whether a customer of a window had an order interval and returned. */
export function hasRhythm({ orders, waits }: Snapshot, row: number): boolean {
  return (orders[row] ?? 0) >= MIN_ORDERS && (waits[row] ?? Infinity) < Infinity;
}

export interface NextOrderForecast extends NextOrder {
  /** On the scale ln(1 + days), before clipping to the horizon. */
  readonly base: number;
  /** One per feature of `NEXT_ORDER_FEATURES`. */
  readonly parts: Float64Array;
}

/** One per row; parts and base add up to ln(1 + median wait), before clipping to the horizon. */
export function forecastRhythm(
  { model, means }: { readonly model: NextOrderModel; readonly means: Float64Array },
  customers: DescribedCustomers,
): NextOrderForecast[] {
  const { features, width } = pickFeatures(customers, NEXT_ORDER_FEATURES);
  const weight = (n: number) => model.median[n + 1] ?? 0;
  const base = means.reduce((sum, mean, n) => sum + weight(n) * mean, model.median[0] ?? 0);
  return forecastNextOrder(model, customers).map((forecast, row) => ({
    ...forecast,
    base,
    parts: means.map((mean, n) => weight(n) * ((features[row * width + n] ?? 0) - mean)),
  }));
}

/**
 * For a customer without an order interval: by BG/NBD the wait of an active customer has a Lomax distribution, P(wait
 * ≤ t) = 1 − ((α + T) / (α + T + t))^(r + x), clipped to the horizon.
 */
export function forecastWaitFromRate(
  { alpha, r }: BgNbd,
  { repeats, watched }: Pick<LifetimeCustomer, "repeats" | "watched">,
  horizonDays: number,
): NextOrder {
  const seen = (alpha + watched) * 7;
  const shape = r + repeats;
  const within = 1 - (seen / (seen + horizonDays)) ** shape;
  const waitAt = (share: number) => seen * ((1 - share * within) ** (-1 / shape) - 1);
  return { days: waitAt(0.5), low: waitAt(0.1), high: waitAt(0.9) };
}
