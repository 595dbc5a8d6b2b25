import { probabilityAlive } from "~/ml/lifetime/bg-nbd";
import { fitLogistic } from "~/ml/regression/logistic-regression";
import { fitScales, applyScales, type Scales } from "~/ml/regression/standardize";
import { logitOf, sigmoid } from "./intent";
import type { LifetimeCustomer, LifetimeModel } from "./lifetime";

/** Days without an order after which a customer counts as churned. */
export const CHURN_DAYS = 180;

/** 1 − P(alive) of BG/NBD stacked with the logit of intent. Plain values. */
export interface ChurnModel {
  readonly scales: Scales;
  /** The intercept, then one weight per feature of `STACKED`, scaled. */
  readonly theta: Float64Array;
  readonly standardErrors: Float64Array;
}

/** The stacked features: the probability of churn, a flag for one-time buyers, and intent. */
const STACKED = ["left", "once", "intent"] as const;

/** BG/NBD has no information about one-time buyers; the second column covers them. */
const MIN_CHANCE = 1e-3;

/**
 * The stacked columns of customers, rows × `STACKED`: the logit of 1 − P(alive), 1 for one purchase day, and the
 * logit of uncalibrated intent.
 */
export function stack(
  customers: readonly LifetimeCustomer[],
  buying: LifetimeModel["buying"],
  intentLogits: ArrayLike<number>,
): Float64Array {
  const rows = new Float64Array(customers.length * STACKED.length);
  customers.forEach((customer, row) => {
    const left = logitOf(1 - probabilityAlive(buying, customer), MIN_CHANCE);
    rows.set([left, customer.repeats === 0 ? 1 : 0, intentLogits[row] ?? 0], row * STACKED.length);
  });
  return rows;
}

/** Fits the stack on a window: `labels` are 1 for customers without an order in it. */
export function fitChurn(columns: Float64Array, labels: Float64Array): ChurnModel {
  const scales = fitScales({ features: columns, width: STACKED.length });
  const features = applyScales(scales, columns);
  // A slight penalty stabilizes the weights of collinear columns.
  const { theta, standardErrors } = fitLogistic({ features, width: STACKED.length, labels }, 1);
  return { scales, theta, standardErrors };
}

/** One part per feature of `STACKED` and the logit of the typical customer; their sum is the logit. */
export function churnParts(
  { scales, theta }: ChurnModel,
  columns: Float64Array,
  row: number,
): { readonly base: number; readonly parts: Float64Array } {
  const width = STACKED.length;
  const scaled = applyScales(scales, columns.subarray(row * width, (row + 1) * width));
  return { base: theta[0] ?? 0, parts: scaled.map((value, n) => (theta[n + 1] ?? 0) * value) };
}

/** Each customer's logit of no order. */
export function churnLogits(model: ChurnModel, columns: Float64Array): Float64Array {
  return Float64Array.from({ length: columns.length / STACKED.length }, (_, row) => {
    const { base, parts } = churnParts(model, columns, row);
    return parts.reduce((sum, part) => sum + part, base);
  });
}

/** Each customer's probability of no order, in (0, 1). @param season added to all logits */
export function churnChances(model: ChurnModel, columns: Float64Array, season = 0): Float64Array {
  return churnLogits(model, columns).map((logit) => sigmoid(logit + season));
}
