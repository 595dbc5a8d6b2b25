import { DURATION_FEATURES, type DurationSetting } from "~/ml/customers/contender-settings";
import {
  pickFeatures,
  snapshotAt,
  type FeatureName,
  type Snapshot,
} from "~/ml/customers/customer-features";
import { forecastNextOrder } from "~/ml/customers/next-order-model";
import type { Purchases } from "~/ml/customers/purchases";
import {
  fitNextOrderPrediction,
  MIN_RETURNS,
  NEXT_ORDER_DAYS,
  nextOrderWindows,
} from "../models/next-order";
import { firstDayOf } from "../models/windows";
import type { TrainedPredictionModels } from "../models/shop-models";
import { NOT_EVALUATED, skillOf, type Quality } from "../quality";

/** Its result in the form of a model's quality. */
type MeasuredNextOrder = Pick<Quality, "candidates" | "window" | "skill" | "missing">;

/** The forecasts of customers who ordered again in a window, and what happened; one entry each. */
export interface NextOrderTrial {
  /** Purchase days before the window. */
  readonly orders: readonly number[];
  readonly waits: readonly number[];
  /** In days, by model: the same for all, each customer's mean gap, and the model itself. */
  readonly forecasts: Readonly<Record<(typeof NEXT_ORDER_MODELS)[number], readonly number[]>>;
  /** Whether the wait was within the 80% interval. */
  readonly isInside: readonly boolean[];
}

export const NEXT_ORDER_MODELS = ["same_for_all", "own_mean_gap", "log_logistic"] as const;

/**
 * Trains the date of the next order on all purchases, and evaluates it on the later half of the history.
 *
 * @param winner the contender that won the last selection, if any; used unless the base model did significantly better
 */
export function trainNextOrder(
  purchases: Purchases,
  endDay: number,
  winner: DurationSetting | null,
): TrainedPredictionModels["next_order"] {
  const windows = nextOrderWindows(purchases, endDay);
  const { missing, isWon, ...measured } = measureNextOrder(purchases, endDay, winner);
  const model = fitNextOrderPrediction(windows, isWon ? DURATION_FEATURES : undefined);
  return {
    model,
    quality: {
      ...NOT_EVALUATED,
      ...measured,
      source: model.model ? "shop" : "prior",
      customers: windows[0]?.labels.length ?? 0,
      decidedBy: measured.window ? { metric: "maeDays", lowerIsBetter: true } : null,
      missing: model.missing ?? missing,
    },
  };
}

/** Evaluates the date of the next order on the later half of the history, at most a year. */
function measureNextOrder(
  purchases: Purchases,
  endDay: number,
  winner: DurationSetting | null,
): MeasuredNextOrder & { readonly isWon: boolean } {
  const known = endDay - firstDayOf(purchases);
  const days = Math.min(NEXT_ORDER_DAYS, Math.floor(known / 2));
  const nothing = { candidates: [], window: null, skill: null, isWon: false };
  if (!(days > 0)) return { ...nothing, missing: { what: "returns", have: 0, need: MIN_RETURNS } };
  const tried = tryNextOrder(purchases, endDay - days, days);
  if ("what" in tried) return { ...nothing, missing: tried };
  const { waits } = tried;
  const wider = winner && tryNextOrder(purchases, endDay - days, days, DURATION_FEATURES);
  const measured = NEXT_ORDER_MODELS.map((name) => ({
    name: name as string,
    errors: errorsOf(tried, name),
    isInside: name === "log_logistic" ? tried.isInside : null,
  }));
  if (winner && wider && !("what" in wider)) {
    const errors = errorsOf(wider, "log_logistic");
    measured.push({ name: winner.name, errors, isInside: wider.isInside });
  }
  const [same, own, base, more] = measured.map(({ errors }) => errors);
  const overBase = base && more ? skillOf(more, base) : null;
  const isWon = overBase !== null && overBase.skill >= -2 * overBase.error;
  const used = isWon ? more : base;
  return {
    isWon,
    window: { fromDay: endDay - days, days, customers: waits.length },
    missing: null,
    skill: same && own && used ? skillOf(used, sum(own) < sum(same) ? own : same) : null,
    candidates: measured.map(({ name, errors, isInside }) => ({
      name,
      isChosen: errors === used,
      metrics: {
        maeDays: sum(errors) / waits.length,
        ...(isInside && { coverage: isInside.filter(Boolean).length / waits.length }),
      },
    })),
  };
}

const errorsOf = (
  { waits, forecasts }: NextOrderTrial,
  name: (typeof NEXT_ORDER_MODELS)[number],
): number[] => forecasts[name].map((value, n) => Math.abs(value - (waits[n] ?? 0)));

/**
 * Forecasts the next orders of the `days` from `fromDay` on, trained on the days before.
 * @returns what is missing if too few customers ordered before or in the window
 */
export function tryNextOrder(
  purchases: Purchases,
  fromDay: number,
  days: number,
  features?: readonly FeatureName[],
): NextOrderTrial | NonNullable<Quality["missing"]> {
  const windows = nextOrderWindows(purchases, fromDay);
  const { model, missing } = fitNextOrderPrediction(windows, features);
  if (!model) return missing ?? { what: "returns", have: 0, need: MIN_RETURNS };
  const test = snapshotAt(purchases, fromDay, days, null);
  const rows = [...test.waits.keys()].filter((row) => test.labels[row] === 1);
  if (rows.length < MIN_RETURNS) return { what: "returns", have: rows.length, need: MIN_RETURNS };
  const forecasts = forecastNextOrder(model, test, days);
  const seen = pickFeatures(test, ["meanGap", "recency"]).features.map(Math.expm1);
  const usual = medianWait(windows);
  const waits = rows.map((row) => test.waits[row] ?? 0);
  return {
    orders: rows.map((row) => test.orders[row] ?? 0),
    waits,
    forecasts: {
      same_for_all: rows.map(() => usual),
      own_mean_gap: rows.map((row) => Math.max(0, (seen[row * 2] ?? 0) - (seen[row * 2 + 1] ?? 0))),
      log_logistic: rows.map((row) => forecasts[row]?.days ?? usual),
    },
    isInside: rows.map((row, n) => {
      const { low = 0, high = 0 } = forecasts[row] ?? {};
      const wait = waits[n] ?? 0;
      return wait >= low && wait <= high;
    }),
  };
}

/** Of those who ordered again in the longest window. */
function medianWait(windows: readonly Snapshot[]): number {
  const waits = [...(windows.at(-1)?.waits ?? [])].filter(Number.isFinite).sort((a, b) => a - b);
  return waits[waits.length >> 1] ?? 0;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
