import { pickFeatures, snapshotAt } from "~/ml/customers/customer-features";
import type { Purchases } from "~/ml/customers/purchases";
import {
  MIN_RETURNS,
  fitNextOrderPrediction,
  forecastRhythm,
  hasRhythm,
  nextOrderWindows,
} from "../models/next-order";
import { skillOf, type Quality } from "../quality";

/** Its result in the form of a model's quality. */
export type MeasuredNextOrder = Pick<Quality, "candidates" | "window" | "skill" | "missing">;

/**
 * Evaluates the date of the next order on the last window, trained on earlier ones: mean absolute error in days over
 * customers with an order interval who returned.
 */
export function measureNextOrder(
  purchases: Purchases,
  endDay: number,
  horizonDays: number,
): MeasuredNextOrder {
  const fromDay = endDay - horizonDays;
  const windows = nextOrderWindows(purchases, fromDay, horizonDays);
  const { model, means, missing } = fitNextOrderPrediction(windows, horizonDays);
  if (!model) return { candidates: [], window: null, skill: null, missing };

  const test = snapshotAt(purchases, fromDay, horizonDays);
  const rows = [...test.waits.keys()].filter((row) => hasRhythm(test, row));
  if (rows.length < MIN_RETURNS) {
    const lacking = { what: "returns", have: rows.length, need: MIN_RETURNS } as const;
    return { candidates: [], window: null, skill: null, missing: lacking };
  }
  const forecasts = forecastRhythm({ model, means }, test);
  const seen = pickFeatures(test, ["meanGap", "recency"]).features;
  const ownGap = (row: number) =>
    Math.max(0, Math.expm1(seen[row * 2] ?? 0) - Math.expm1(seen[row * 2 + 1] ?? 0));
  const usual = medianWait(windows.flatMap((it) => [...it.waits].filter(Number.isFinite)));
  const waits = rows.map((row) => test.waits[row] ?? 0);
  const tried: [name: string, days: readonly number[]][] = [
    ["same_for_all", rows.map(() => usual)],
    ["own_mean_gap", rows.map(ownGap)],
    ["median_regression", rows.map((row) => forecasts[row]?.days ?? usual)],
  ];
  const inside = rows.filter((row) => {
    const wait = test.waits[row] ?? 0;
    const forecast = forecasts[row];
    return forecast !== undefined && wait >= forecast.low && wait <= forecast.high;
  });
  const errorsOf = (days: readonly number[]) =>
    days.map((value, n) => Math.abs(value - (waits[n] ?? 0)));
  const [same, own, used] = tried.map(([, days]) => errorsOf(days));
  return {
    window: { fromDay, days: horizonDays, customers: rows.length },
    missing: null,
    skill: same && own && used ? skillOf(used, sum(own) < sum(same) ? own : same) : null,
    candidates: tried.map(([name, days], n) => ({
      name,
      isChosen: n === tried.length - 1,
      metrics: {
        maeDays: sum(errorsOf(days)) / days.length,
        ...(n === tried.length - 1 && { coverage: inside.length / rows.length }),
      },
    })),
  };
}

function medianWait(waits: readonly number[]): number {
  return waits.toSorted((a, b) => a - b)[waits.length >> 1] ?? 0;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
