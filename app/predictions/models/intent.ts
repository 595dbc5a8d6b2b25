import {
  pickFeatures,
  type DescribedCustomers,
  type FeatureName,
  type Snapshot,
} from "~/ml/customers/customer-features";
import { scaleFeatures, toChance, type IntentModel } from "~/ml/customers/intent-model";
import type { Purchases } from "~/ml/customers/purchases";
import { fitLogistic } from "~/ml/regression/logistic-regression";
import type { FittedContender } from "~/ml/customers/contender-model";
import type { Missing } from "../quality";
import { INTENT_DAYS } from "../prediction";
import { fitSeasonalIntent } from "./intent-season";
import { EVALUATION_WINDOWS, rememberWindows, trainingWindows, type WindowAt } from "./windows";

/** Who orders within 7, 30 and 90 days. Plain values. */
export interface FittedIntent {
  /** One per horizon of `INTENT_DAYS`. */
  readonly horizons: readonly IntentHorizon[];
  /** P = σ(θ₀ + θ₁ I) on the longest horizon with enough data; null without any. */
  readonly base: OneFeatureIntent | null;
}

export interface IntentHorizon {
  readonly days: number;
  /** Null with too few customers: then BG/NBD is used. */
  readonly model: IntentModel | null;
  /**
   * Used for the probability instead of `model` if it won against it; else null, or missing in models of earlier
   * releases.
   */
  readonly contender: FittedContender | null;
  readonly missing: Missing | null;
}

/** σ(θ₀ + θ₁ I), where I is interest: purchases with a half-life of 60 days. */
export interface OneFeatureIntent {
  readonly days: number;
  /** θ₀ and θ₁. */
  readonly theta: Float64Array;
  readonly standardErrors: Float64Array;
  readonly customers: number;
}

/** A horizon's windows for training and evaluation, youngest first; at most one where something is missing. */
export interface HorizonWindows {
  readonly days: number;
  readonly windows: readonly Snapshot[];
  readonly missing: Missing | null;
  /** For the season: windows of earlier years. */
  readonly windowAt: WindowAt;
}

/** All windows of all horizons before `endDay`. */
export function intentWindows(purchases: Purchases, endDay: number): HorizonWindows[] {
  return INTENT_DAYS.map((days) => ({
    days,
    ...trainingWindows(purchases, { endDay, days, count: EVALUATION_WINDOWS }),
    windowAt: rememberWindows(purchases, days),
  }));
}

/** Trains each horizon on its last windows, for forecasts from `day` on. */
export function fitIntent(horizons: readonly HorizonWindows[], day: number): FittedIntent {
  const longest = horizons.findLast(({ missing }) => missing === null);
  return {
    horizons: horizons.map(({ days, windows, missing, windowAt }) => ({
      days,
      missing,
      model: missing === null ? fitSeasonalIntent({ windows, day, windowAt }) : null,
      contender: null,
    })),
    base: longest?.windows[0] ? fitOneFeature(longest.windows[0], longest.days) : null,
  };
}

/** Limits the weight of a feature that separates buyers perfectly. */
const MIN_PENALTY = 1e-3;

/** The base model of intent on one window. */
function fitOneFeature(window: Snapshot, days: number): OneFeatureIntent {
  const { features, width } = pickFeatures(window, ["interest"]);
  const rows = { features, width, labels: window.labels };
  const { theta, standardErrors } = fitLogistic(rows, MIN_PENALTY);
  return { days, theta, standardErrors, customers: window.labels.length };
}

/** One customer's probability with its parts. */
export interface IntentForecast {
  /** In (0, 1), calibrated, with an 80% interval. */
  readonly chance: number;
  readonly low: number;
  readonly high: number;
  /** The logit of a customer with mean features. */
  readonly base: number;
  /** One part per feature: its contribution to the logit. */
  readonly parts: Float64Array;
}

const Z_80 = 1.281552;

/**
 * Each customer's probability with its interval and parts. `base` and `parts` add up to the logit before calibration and
 * season. The interval reflects the uncertainty of the weights, as if the shop's customers were sampled again.
 */
export function forecastWithParts(
  model: IntentModel,
  customers: DescribedCustomers,
): IntentForecast[] {
  const { theta, covariance } = model;
  const width = model.features.length;
  const scaled = scaleFeatures(model, customers);
  const base = theta[0] ?? 0;
  return Array.from(customers.orders, (_, row) => {
    const x = scaled.subarray(row * width, (row + 1) * width);
    const parts = x.map((value, n) => (theta[n + 1] ?? 0) * value);
    const logit = parts.reduce((sum, part) => sum + part, base);
    const reach = covariance ? Z_80 * deviationOf(covariance, x) : 0;
    const chanceAt = (at: number) => toChance(model, sigmoid(at));
    return {
      chance: chanceAt(logit),
      low: chanceAt(logit - reach),
      high: chanceAt(logit + reach),
      base,
      parts,
    };
  });
}

/** √(xᵀ V x) with a 1 before x for the intercept. */
function deviationOf(covariance: Float64Array, x: Float64Array): number {
  const size = x.length + 1;
  const at = (n: number) => (n === 0 ? 1 : (x[n - 1] ?? 0));
  let variance = 0;
  for (let n = 0; n < size; n++) {
    let sum = 0;
    for (let m = 0; m < size; m++) sum += (covariance[n * size + m] ?? 0) * at(m);
    variance += at(n) * sum;
  }
  return Math.sqrt(Math.max(0, variance));
}

export const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

/** The logit of a probability, clipped by `least` from 0 and 1. */
export function logitOf(chance: number, minChance = 1e-6): number {
  const held = Math.min(1 - minChance, Math.max(minChance, chance));
  return Math.log(held / (1 - held));
}

/** Baselines for the full model, by their features. */
export const INTENT_BASELINES: Readonly<Record<string, readonly FeatureName[]>> = {
  recency: ["recency"],
  interest: ["interest"],
  recency_frequency_spend: ["recency", "frequency", "monetary"],
};
