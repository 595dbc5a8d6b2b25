import { predictLinear } from "../regression/least-squares";
import type { Scales } from "../regression/standardize";
import { fitTweedie, tweedieDeviances } from "../regression/tweedie-regression";
import { featuresOf, type SpendingSetting } from "./contender-settings";
import type { DescribedCustomers, FeatureName, Snapshot } from "./customer-features";
import { scaleFeatures, scaleWindows } from "./intent-model";

/** What each customer paid in a window, ≥ 0; one entry per row. */
export interface SpendingWindow extends Snapshot {
  readonly spent: Float64Array;
}

/** The spending of a customer in a window of some days. Plain values. */
export interface SpendingModel {
  readonly days: number;
  readonly features: readonly FeatureName[];
  readonly scales: Scales;
  /** The intercept, then one weight per scaled feature, on the scale ln(amount). */
  readonly theta: Float64Array;
  /** The most that one customer of the training windows paid: no forecast exceeds it. */
  readonly max: number;
}

/** `base` and `parts` add up to the amount. */
export interface SpendingForecast {
  readonly amount: number;
  /** The amount of a customer with mean features. */
  readonly base: number;
  /** One per feature of the model. */
  readonly parts: Float64Array;
}

/** Below this difference of a linear sum, its parts are 0. */
const SAME = 1e-9;

/**
 * Fits what customers pay in a window to their features at its start.
 *
 * @param windows at least one, of equal length, the latest first; they may overlap
 * @param isCounted which customers of a window it is fitted to; at least one of them paid something
 */
export function fitSpending(
  windows: readonly SpendingWindow[],
  { featureSet, penalty }: Pick<SpendingSetting, "featureSet" | "penalty">,
  isCounted: (window: SpendingWindow, row: number) => boolean = () => true,
): SpendingModel {
  const names = featuresOf(featureSet);
  const width = names.length;
  const { scales, rows } = scaleWindows(windows, names);
  const counted = windows.flatMap((window) =>
    Array.from(window.spent, (_, row) => isCounted(window, row)),
  );
  const targets = windows.flatMap(({ spent }) => [...spent]).filter((_, row) => counted[row]);
  const features = rows.features.filter((_, at) => counted[Math.floor(at / width)]);
  const repeats = counted.length / windows[0]!.spent.length;
  return {
    days: windows[0]!.horizonDays,
    features: names,
    scales,
    theta: fitTweedie({ features, width, targets }, penalty * repeats),
    max: targets.reduce((max, amount) => Math.max(max, amount), 0),
  };
}

/**
 * What each customer pays in the model's number of days. The exponential bends the forecast, so the parts are those of
 * the linear sum times its mean slope between the mean customer and this one (the shares of Aumann and Shapley), also
 * where the forecast is limited to the maximum.
 */
export function forecastSpending(
  model: SpendingModel,
  customers: DescribedCustomers,
): SpendingForecast[] {
  const { features, theta, max } = model;
  const scaled = scaleFeatures(model, customers);
  const amountOf = (sum: number) => Math.min(max, Math.exp(sum));
  const usual = theta[0]!;
  const base = amountOf(usual);
  return Array.from(customers.orders, (_, row) => {
    const sum = predictLinear(theta, scaled, row);
    const amount = amountOf(sum);
    const slope = Math.abs(sum - usual) > SAME ? (amount - base) / (sum - usual) : 0;
    const own = scaled.subarray(row * features.length, (row + 1) * features.length);
    return { amount, base, parts: own.map((value, n) => slope * theta[n + 1]! * value) };
  });
}

/** The mean deviance of a setting that was fitted to one window, on a later one, at the level of that window. */
export function devianceOfSetting(
  fitted: SpendingWindow,
  held: SpendingWindow,
  setting: SpendingSetting,
): number {
  const amounts = forecastSpending(fitSpending([fitted], setting), held).map((it) => it.amount);
  return meanOf(tweedieDeviances(atLevelOf(held, amounts), held.spent));
}

/** Forecasts times one factor, so that they add up to what the customers of the window paid. */
export function atLevelOf(
  { spent }: Pick<SpendingWindow, "spent">,
  amounts: ArrayLike<number>,
): Float64Array {
  const factor = meanOf(spent) / meanOf(amounts);
  return Float64Array.from(amounts, (amount) => factor * amount);
}

const meanOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
