import { fitQuantileRegression, predictLinear } from "../regression/quantile-regression";
import {
  pickFeatures,
  type DescribedCustomers,
  type FeatureName,
  type Snapshot,
} from "./customer-features";

/** Minimum number of orders for an order interval. */
export const MIN_ORDERS = 3;
/** The features of a wait, in weight order. */
export const NEXT_ORDER_FEATURES: readonly FeatureName[] = [
  "recency",
  "meanGap",
  "frequency",
  "recencyOverGap",
  "gapVariation",
];

/** Weights for log(1 + wait), for three quantiles of customers. */
export interface NextOrderModel {
  /** The tenth percentile of the waits. */
  readonly low: Float64Array;
  readonly median: Float64Array;
  /** The ninetieth percentile of the waits. */
  readonly high: Float64Array;
  /** Maximum forecast, in days. */
  readonly horizonDays: number;
}

/** Days from now, 0 ≤ low ≤ days ≤ high ≤ horizon. */
export interface NextOrder {
  readonly days: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Predicts the next order of customers with at least `FEWEST_ORDERS` orders who return within the horizon: median
 * regression on the logarithm of the wait, with an 80% interval.
 *
 * @param windows may overlap
 * @returns null if too few customers returned
 */
export function fitNextOrderModel(
  windows: readonly Snapshot[],
  horizonDays: number,
): NextOrderModel | null {
  const learned = windows.map(returning);
  const waits = learned.flatMap((part) => [...part.waits]);
  const rows = {
    features: Float64Array.from(learned.flatMap((part) => [...part.features])),
    width: NEXT_ORDER_FEATURES.length,
    targets: waits.map(Math.log1p),
  };
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => fitQuantileRegression(rows, share));
  return low && median && high ? { low, median, high, horizonDays } : null;
}

/** For every row, although the model was fitted only on those with `FEWEST_ORDERS` or more orders. */
export function forecastNextOrder(
  { low, median, high, horizonDays }: NextOrderModel,
  customers: DescribedCustomers,
): NextOrder[] {
  const { features } = pickFeatures(customers, NEXT_ORDER_FEATURES);
  const waitBy = (theta: Float64Array, row: number) =>
    Math.min(horizonDays, Math.max(0, Math.expm1(predictLinear(theta, features, row))));
  return Array.from(customers.orders, (_, row) => {
    const days = waitBy(median, row);
    // Separately fitted lines may cross far from the data.
    return {
      days,
      low: Math.min(days, waitBy(low, row)),
      high: Math.max(days, waitBy(high, row)),
    };
  });
}

function returning(snapshot: Snapshot) {
  const rows = [...snapshot.waits.keys()].filter(
    (row) => snapshot.orders[row]! >= MIN_ORDERS && snapshot.waits[row]! < Infinity,
  );
  const all = pickFeatures(snapshot, NEXT_ORDER_FEATURES);
  const features = new Float64Array(rows.length * NEXT_ORDER_FEATURES.length);
  rows.forEach((row, n) => {
    features.set(
      all.features.subarray(
        row * NEXT_ORDER_FEATURES.length,
        (row + 1) * NEXT_ORDER_FEATURES.length,
      ),
      n * NEXT_ORDER_FEATURES.length,
    );
  });
  return { features, waits: Float64Array.from(rows, (row) => snapshot.waits[row]!) };
}
