import type { IntentModel } from "~/ml/customers/intent-model";
import { FEATURE_TOPIC } from "~/ml/customers/named-features";
import { BEHAVIOR_DAYS, type BehaviorModel } from "~/predictions/models/behavior";
import { sigmoid, type OneFeatureIntent } from "~/predictions/models/intent";
import type { BaseFit, BehaviorFit, FullFit, ShownWeight } from "~/predictions/predictions-summary";
import { Z_95 } from "~/ml/numerics/normal-distribution";

export function toBaseFit({ days, customers, theta, standardErrors }: OneFeatureIntent): BaseFit {
  const intercept = weightAt(0, theta, standardErrors);
  const slope = weightAt(1, theta, standardErrors);
  const chanceAt = (interest: number) => sigmoid(intercept.value + slope.value * interest);
  return { days, customers, intercept, slope, chances: [chanceAt(0), chanceAt(1), chanceAt(2)] };
}

/** Sums the weights of each topic. */
export function toFullFit(
  { features, theta, standardErrors, covariance }: IntentModel,
  { days, customers }: { readonly days: number; readonly customers: number },
): FullFit {
  const topics = [...new Set(features.map((feature) => FEATURE_TOPIC[feature]))];
  const weights = topics
    .map((topic) => {
      const places = features.flatMap((feature, n) =>
        FEATURE_TOPIC[feature] === topic ? [n + 1] : [],
      );
      const value = places.reduce((sum, n) => sum + (theta[n] ?? 0), 0);
      const error = covariance
        ? errorOfSum(covariance, theta.length, places)
        : Math.hypot(...places.map((n) => standardErrors[n] ?? NaN));
      return { feature: topic, ...weightOf(value, error) };
    })
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return { days, customers, weights };
}

export function toBehaviorFit(model: BehaviorModel): BehaviorFit {
  const { theta, standardErrors, rSquared, residualDeviation, customers } = model;
  return {
    days: BEHAVIOR_DAYS,
    customers,
    intercept: weightAt(0, theta, standardErrors),
    alpha: weightAt(1, theta, standardErrors),
    beta: weightAt(2, theta, standardErrors),
    rSquared,
    residualDeviation,
  };
}

const weightAt = (n: number, theta: Float64Array, standardErrors: Float64Array) =>
  weightOf(theta[n] ?? 0, standardErrors[n] ?? NaN);

function weightOf(value: number, error: number): ShownWeight {
  const reach = Z_95 * error;
  return { value, low: value - reach, high: value + reach };
}

function errorOfSum(covariance: Float64Array, size: number, places: readonly number[]): number {
  let variance = 0;
  for (const n of places) for (const m of places) variance += covariance[n * size + m] ?? 0;
  return Math.sqrt(Math.max(0, variance));
}
