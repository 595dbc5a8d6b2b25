import type { FeatureName } from "~/ml/customers/customer-features";
import type { IntentModel } from "~/ml/customers/intent-model";
import { FEATURE_TOPIC } from "~/ml/customers/named-features";
import type { BehaviorModel } from "../models/behavior";
import type { OneFeatureIntent } from "../models/intent";
import { sigmoid } from "../models/intent";
import type { ShownFit, ShownWeight } from "../predictions-summary";
import { countedUnit, featureLabel, formatShare } from "./feature-words";

const Z_95 = 1.959964;

/** θ₀ and θ₁ of P = σ(θ₀ + θ₁ I). */
export function describeOneFeature({
  days,
  theta,
  standardErrors,
  customers,
}: OneFeatureIntent): ShownFit & { readonly days: number } {
  const start = weightOf("intercept", theta[0] ?? 0, standardErrors[0] ?? NaN);
  const slope = weightOf("interest", theta[1] ?? 0, standardErrors[1] ?? NaN);
  const odds = Math.exp(slope.value);
  const isSure = slope.low > 0 || slope.high < 0;
  return {
    days,
    customers,
    weights: [
      {
        ...start,
        label: "θ₀: without any interest",
        words: `A customer whose interest has faded orders within ${days} days with ${formatShare(sigmoid(start.value))}.`,
      },
      {
        ...slope,
        label: "θ₁: one more recent order",
        words: `One more recent order multiplies the odds of another by ${odds.toFixed(1)} (${Math.exp(slope.low).toFixed(1)} to ${Math.exp(slope.high).toFixed(1)}).`,
      },
    ],
    words: isSure
      ? `With an interest of 0, 1 and 2, ${[0, 1, 2].map((interest) => formatShare(sigmoid(start.value + slope.value * interest))).join(", ")} order within ${days} days.`
      : "So far interest alone does not tell buyers from others.",
  };
}

/** Weights of the full model, summed by feature kind, per standard deviation. */
export function describeIntentModel(
  { features, theta, standardErrors, covariance }: IntentModel,
  { days, customers }: { readonly days: number; readonly customers: number },
): ShownFit & { readonly days: number } {
  const named = [...new Set(features.map((feature) => FEATURE_TOPIC[feature]))];
  const weights = named
    .map((name) => {
      const places = features.flatMap((feature, n) =>
        FEATURE_TOPIC[feature] === name ? [n + 1] : [],
      );
      const value = places.reduce((sum, n) => sum + (theta[n] ?? 0), 0);
      const error = covariance
        ? errorOfSum(covariance, theta.length, places)
        : Math.hypot(...places.map((n) => standardErrors[n] ?? NaN));
      const weight = weightOf(name, value, error);
      return { ...weight, words: stepWords(name, weight) };
    })
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const [first, second] = weights.filter(({ low, high }) => low > 0 || high < 0);
  return {
    days,
    customers,
    weights,
    words: first
      ? `What speaks loudest is “${first.label}”${second ? `, then “${second.label}”` : ""}. Weights are for customers who stand one standard deviation above the mean in everything that the label speaks of.`
      : "No single feature stands out: the forecast rests on all of them together.",
  };
}

/** X = αC + βI + ε, with α for twice the spend. */
export function describeBehavior(
  { theta, standardErrors, rSquared, customers }: BehaviorModel,
  days: number,
): ShownFit & { readonly alpha: ShownWeight; readonly beta: ShownWeight } {
  const weightAt = (n: number, feature: string) =>
    weightOf(feature, theta[n] ?? 0, standardErrors[n] ?? NaN);
  const [start, alpha, beta] = [
    weightAt(0, "intercept"),
    weightAt(1, "monetary"),
    weightAt(2, "interest"),
  ] as const;
  const shownAlpha = {
    ...alpha,
    label: "α: twice the spend",
    words: `Customers who had spent twice as much placed ${orders(alpha)} in ${days} days, at the same interest.`,
  };
  const shownBeta = {
    ...beta,
    label: "β: one more recent order",
    words: `Customers with one more recent order placed ${orders(beta)} in ${days} days, at the same spend.`,
  };
  return {
    customers,
    alpha: shownAlpha,
    beta: shownBeta,
    weights: [
      {
        ...start,
        label: "Without either",
        words: `${start.value.toFixed(2)} orders in ${days} days.`,
      },
      shownAlpha,
      shownBeta,
    ],
    words: `Spend and interest together account for ${formatShare(rSquared)} of the differences in how often ${countedUnit(customers, "customer")} ordered. What is left is ε.`,
  };
}

function orders({ value, low, high }: ShownWeight): string {
  const change = `${Math.abs(value).toFixed(2)} orders ${value >= 0 ? "more" : "fewer"}`;
  return low <= 0 && high >= 0 ? `about as many orders (${change}, which may be chance)` : change;
}

function weightOf(feature: string, value: number, error: number): ShownWeight {
  const reach = Z_95 * error;
  return {
    feature,
    label: featureLabel(feature),
    value,
    low: value - reach,
    high: value + reach,
    words: "",
  };
}

function stepWords(name: FeatureName, { value, low, high }: ShownWeight): string {
  if (!(low > 0 || high < 0)) {
    return `There is not enough data yet to say whether “${featureLabel(name)}” matters beside the others.`;
  }
  const factor = Math.exp(Math.abs(value)).toFixed(2);
  return value > 0
    ? `More of it multiplies the odds by ${factor}.`
    : `More of it divides the odds by ${factor}.`;
}

function errorOfSum(covariance: Float64Array, size: number, places: readonly number[]): number {
  let variance = 0;
  for (const n of places) for (const m of places) variance += covariance[n * size + m] ?? 0;
  return Math.sqrt(Math.max(0, variance));
}
