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
  waitSeason,
} from "../models/next-order";
import { firstDayOf } from "../models/windows";
import type { TrainedPredictionModels } from "../models/shop-models";
import { NOT_EVALUATED, skillOf, type Quality } from "../quality";

/** Its result in the form of a model's quality. */
type MeasuredNextOrder = Pick<Quality, "candidates" | "window" | "skill" | "missing">;

/** The forecasts of customers who ordered again in a window, and what happened; one entry each. */
export interface NextOrderTrial {
  /** The customer of each entry, by number. */
  readonly customers: readonly number[];
  /** Purchase days before the window. */
  readonly orders: readonly number[];
  readonly waits: readonly number[];
  /** In days, by model: the same for all, each customer's mean gap, and the model itself. */
  readonly forecasts: Readonly<Record<(typeof NEXT_ORDER_MODELS)[number], readonly number[]>>;
  /** Whether the wait was within the 80% interval. */
  readonly isInside: readonly boolean[];
  /** Whether the model's clock runs by a season. */
  readonly hasSeason: boolean;
}

export const NEXT_ORDER_MODELS = ["same_for_all", "own_mean_gap", "log_logistic"] as const;

/**
 * Trains the date of the next order on all purchases, and evaluates it on the later half of the history. No season is
 * used where it did significantly worse there.
 *
 * @param winner the contender that won the last selection, if any; used unless the base model did significantly better
 */
export function trainNextOrder(
  purchases: Purchases,
  endDay: number,
  winner: DurationSetting | null,
): TrainedPredictionModels["next_order"] {
  const windows = nextOrderWindows(purchases, endDay);
  const { missing, isWon, isSeasonal, ...measured } = measureNextOrder(purchases, endDay, winner);
  const season = isSeasonal ? waitSeason(purchases, endDay) : null;
  const model = fitNextOrderPrediction(windows, season, isWon ? DURATION_FEATURES : undefined);
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
): MeasuredNextOrder & { readonly isWon: boolean; readonly isSeasonal: boolean } {
  const known = endDay - firstDayOf(purchases);
  const days = Math.min(NEXT_ORDER_DAYS, Math.floor(known / 2));
  const nothing = { candidates: [], window: null, skill: null, isWon: false, isSeasonal: true };
  if (!(days > 0)) return { ...nothing, missing: { what: "returns", have: 0, need: MIN_RETURNS } };
  const fromDay = endDay - days;
  const seasonal = tryNextOrder(purchases, fromDay, days);
  if ("what" in seasonal) return { ...nothing, missing: seasonal };
  const plain = seasonal.hasSeason && tryNextOrder(purchases, fromDay, days, { season: null });
  const isSeasonal = !plain || "what" in plain || !isWorse(seasonal, plain);
  const tried = isSeasonal ? seasonal : plain;
  const { waits } = tried;
  const options = { features: DURATION_FEATURES, ...(!isSeasonal && { season: null }) };
  const wider = winner && tryNextOrder(purchases, fromDay, days, options);
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
    isSeasonal,
    window: { fromDay, days, customers: waits.length },
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

/** Whether the first trial's errors are significantly larger. */
function isWorse(these: NextOrderTrial, those: NextOrderTrial): boolean {
  const over = skillOf(errorsOf(these, "log_logistic"), errorsOf(those, "log_logistic"));
  return over !== null && over.skill < -2 * over.error;
}

const errorsOf = (
  { waits, forecasts }: NextOrderTrial,
  name: (typeof NEXT_ORDER_MODELS)[number],
): number[] => forecasts[name].map((value, n) => Math.abs(value - (waits[n] ?? 0)));

/**
 * Forecasts the next orders of the `days` from `fromDay` on, trained on the days before.
 *
 * @param options other features than the base model's, or no season
 * @returns what is missing if too few customers ordered before or in the window
 */
export function tryNextOrder(
  purchases: Purchases,
  fromDay: number,
  days: number,
  {
    features,
    season = waitSeason(purchases, fromDay),
  }: { readonly features?: readonly FeatureName[]; readonly season?: Float64Array | null } = {},
): NextOrderTrial | NonNullable<Quality["missing"]> {
  const windows = nextOrderWindows(purchases, fromDay);
  const { model, missing } = fitNextOrderPrediction(windows, season, features);
  if (!model) return missing ?? { what: "returns", have: 0, need: MIN_RETURNS };
  const test = snapshotAt(purchases, fromDay, days, null);
  const rows = [...test.waits.keys()].filter((row) => test.labels[row] === 1);
  if (rows.length < MIN_RETURNS) return { what: "returns", have: rows.length, need: MIN_RETURNS };
  const forecasts = forecastNextOrder(model, test, days);
  const seen = pickFeatures(test, ["meanGap", "recency"]).features.map(Math.expm1);
  const usual = medianWait(windows);
  const waits = rows.map((row) => test.waits[row] ?? 0);
  return {
    hasSeason: season !== null,
    customers: rows.map((row) => test.customers[row] ?? -1),
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
