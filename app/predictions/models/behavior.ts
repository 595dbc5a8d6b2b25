import { pickFeatures, type Snapshot } from "~/ml/customers/customer-features";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { fitLeastSquares } from "~/ml/regression/least-squares";
import type { Missing } from "../quality";

/** Number of days over which behavior is counted. */
export const BEHAVIOR_DAYS = 90;

/**
 * X = αC + βI + ε: orders of the last 90 days (X) by earlier spend in doublings (C) and by initial interest (I):
 * purchases with a half-life of 60 days. Plain values.
 */
export interface BehaviorModel {
  /** Intercept, α in orders per doubling of spend, β in orders per unit of interest. */
  readonly theta: Float64Array;
  /** HC1, of `theta`. */
  readonly standardErrors: Float64Array;
  readonly rSquared: number;
  /** Standard deviation of ε, in orders. */
  readonly residualDeviation: number;
  readonly customers: number;
}

/**
 * Fits the model on the last window.
 * @returns what is missing when there is too little data
 */
export function fitBehavior(
  purchases: Purchases,
  window: Snapshot | undefined,
  startDay: number,
): BehaviorModel | Missing {
  if (!window) return { what: "days", have: 0, need: BEHAVIOR_DAYS };
  const { features, width } = pickFeatures(window, ["monetary", "interest"]);
  // The feature is log(1 + x); divided by ln 2 it counts doublings.
  const scaled = features.map((value, at) => (at % width === 0 ? value / Math.LN2 : value));
  const targets = Float64Array.from(window.customers, (customer) => {
    const later = purchasesBetween(purchases, customer, startDay, startDay + BEHAVIOR_DAYS);
    return later.end - later.start;
  });
  const fitted = fitLeastSquares({ features: scaled, width, targets });
  if (fitted.kind === "too_few_rows") {
    return { what: "customers", have: targets.length, need: fitted.needed };
  }
  if (fitted.kind === "dependent_column") return { what: "variation", have: 0, need: 1 };
  const { theta, standardErrors, rSquared, residuals } = fitted;
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  return {
    theta,
    standardErrors,
    rSquared,
    residualDeviation: Math.sqrt(squares / (residuals.length - theta.length)),
    customers: targets.length,
  };
}
