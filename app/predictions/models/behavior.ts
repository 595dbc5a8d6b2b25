import { pickFeatures, type Snapshot } from "~/ml/customers/customer-features";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { fitLeastSquares } from "~/ml/regression/least-squares";
import { MODELED_BEHAVIORS, type ModeledBehavior } from "../predictions-summary";
import type { Missing } from "../quality";

/** Number of days over which behavior is counted. */
export const BEHAVIOR_DAYS = 90;

/** Minimum number of customers who showed a behavior. */
const MIN_ACTIVE = 20;
const MINUTE = 60;

/**
 * X = αC + βI + ε: behavior in the last 90 days (X) by earlier spend in doublings (C) and by initial interest (I):
 * purchases with a half-life of 60 days. Plain values.
 */
export interface BehaviorModel {
  /** Intercept, α per doubling of spend, β per unit of interest, in units of the behavior. */
  readonly theta: Float64Array;
  /** HC1, of `theta`. */
  readonly standardErrors: Float64Array;
  readonly rSquared: number;
  /** Standard deviation of ε, in units of the behavior. */
  readonly residualDeviation: number;
  readonly customers: number;
}

/** A behavior's model, or what it lacks. */
export interface FittedBehavior {
  readonly behavior: ModeledBehavior;
  readonly model: BehaviorModel | null;
  readonly missing: Missing | null;
}

/** Fits each behavior on the last window. */
export function fitBehaviors(
  purchases: Purchases,
  window: Snapshot | undefined,
  startDay: number,
): FittedBehavior[] {
  return MODELED_BEHAVIORS.map((behavior) => {
    const fitted = window
      ? fitBehavior(window, countBehavior(purchases, behavior, window, startDay), behavior)
      : ({ what: "days", have: 0, need: BEHAVIOR_DAYS } as const);
    return "what" in fitted
      ? { behavior, model: null, missing: fitted }
      : { behavior, model: fitted, missing: null };
  });
}

/** Each customer's behavior in the window. */
function countBehavior(
  purchases: Purchases,
  behavior: ModeledBehavior,
  { customers }: Snapshot,
  startDay: number,
): Float64Array {
  const endDay = startDay + BEHAVIOR_DAYS;
  if (behavior === "orders") {
    return Float64Array.from(customers, (customer) => {
      const { start, end } = purchasesBetween(purchases, customer, startDay, endDay);
      return end - start;
    });
  }
  const { engagement } = purchases;
  if (!engagement) return new Float64Array(customers.length);
  const [values, unit] =
    behavior === "dwellMinutes" ? [engagement.dwellSeconds, MINUTE] : [engagement[behavior], 1];
  return Float64Array.from(customers, (customer) => {
    let sum = 0;
    const end = engagement.offsets[customer + 1] ?? 0;
    for (let n = engagement.offsets[customer] ?? 0; n < end; n++) {
      const day = engagement.days[n] ?? 0;
      if (day >= startDay && day < endDay) sum += (values[n] ?? 0) / unit;
    }
    return sum;
  });
}

function fitBehavior(
  window: Snapshot,
  targets: Float64Array,
  behavior: ModeledBehavior,
): BehaviorModel | Missing {
  const have = targets.filter((target) => target > 0).length;
  if (behavior !== "orders" && have < MIN_ACTIVE) {
    return { what: behavior === "clicks" ? "clickers" : "visitors", have, need: MIN_ACTIVE };
  }
  const { features, width } = pickFeatures(window, ["monetary", "interest"]);
  // The feature is log(1 + x); divided by ln 2 it counts doublings.
  const scaled = features.map((value, at) => (at % width === 0 ? value / Math.LN2 : value));
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
