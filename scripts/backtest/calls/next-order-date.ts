import { pickFeatures, type Snapshot } from "~/ml/customers/customer-features";
import { MIN_ORDERS, fitNextOrderModel, forecastNextOrder } from "~/ml/customers/next-order-model";
import type { Measured } from "../call";

/**
 * The date of the next order of customers who return within the horizon, compared with baselines.
 *
 * @returns mean absolute errors in days; null if too few customers return
 */
export function measureNextOrder(
  windows: readonly Snapshot[],
  test: Snapshot,
  days: number,
): Record<string, Measured> | null {
  const model = fitNextOrderModel(windows, days);
  const isMeasured = ({ orders, waits }: Snapshot, row: number) =>
    orders[row]! >= MIN_ORDERS && waits[row]! < Infinity;
  const held = [...test.orders.keys()].filter((row) => isMeasured(test, row));
  if (!model || held.length === 0) return null;

  const forecasts = forecastNextOrder(model, test);
  const errorOf = (answer: (row: number) => number) =>
    held.reduce((sum, row) => sum + Math.abs(test.waits[row]! - answer(row)), 0) / held.length;
  const inside = held.filter((row) => {
    const [wait, { low, high }] = [test.waits[row]!, forecasts[row]!];
    return wait >= low && wait <= high;
  });
  const seen = pickFeatures(test, ["meanGap", "recency"]).features.map(Math.expm1);
  const waits = windows
    .flatMap((window) => [...window.waits].filter((_, row) => isMeasured(window, row)))
    .sort((a, b) => a - b);
  return {
    n: held.length,
    mae: errorOf((row) => forecasts[row]!.days),
    ownMeanGap: errorOf((row) => Math.max(0, seen[2 * row]! - seen[2 * row + 1]!)),
    globalMedian: errorOf(() => waits[waits.length >> 1]!),
    /** Share of the waits within the 80% interval. */
    intervalCoverage: inside.length / held.length,
  };
}
