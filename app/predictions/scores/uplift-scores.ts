import { pickFeatures } from "~/ml/customers/customer-features";
import { upliftErrorOf, upliftOf } from "~/ml/experiments/uplift";
import { shapleyParts } from "~/ml/regression/shapley";
import { applyScales } from "~/ml/regression/standardize";
import { explain } from "../explain";
import { sigmoid } from "../models/intent";
import { UPLIFT_DAYS, UPLIFT_FEATURES } from "../models/uplift";
import type { Score } from "../prediction";
import { toContributions, type KnownCustomers, type ScoringModels } from "./known-customers";

const Z_80 = 1.281552;

/**
 * How much an email raises each customer's chance of an order within 30 days, in (−1, 1), with an 80% interval; null
 * for all where nothing shows that the estimate is better than the chance of an order. Parts are on the same scale.
 */
export function scoreUplift(
  customers: KnownCustomers,
  { uplift: { model: fit, quality } }: Pick<ScoringModels, "uplift">,
): (Score | null)[] {
  const { effect } = fit;
  if (!effect) return Array.from(customers.profiles, () => null);
  const { features, width } = pickFeatures(customers.describedFor(UPLIFT_DAYS), UPLIFT_FEATURES);
  const scaled = applyScales(effect.scales, features);
  return Array.from(customers.profiles, (_, row) => {
    const x = scaled.subarray(row * width, (row + 1) * width);
    const effectOf = (known: number) =>
      chanceOf(effect.treated, x, known) - chanceOf(effect.control, x, known);
    const value = upliftOf(effect, scaled, row);
    const reach = Z_80 * upliftErrorOf(effect, scaled, row);
    const values = features.subarray(row * width, (row + 1) * width);
    return {
      value,
      // The interval is as wide as possible where a weight is not identifiable.
      low: Number.isNaN(reach) ? -1 : Math.max(-1, value - reach),
      high: Number.isNaN(reach) ? 1 : Math.min(1, value + reach),
      grade: customers.gradeFor(row, quality),
      explanation: explain(
        effectOf(0),
        toContributions(UPLIFT_FEATURES, values, shapleyParts(width, effectOf)),
      ),
    };
  });
}

/** The probability when the features of the set bits are known and the others are those of the mean customer. */
function chanceOf(theta: Float64Array, x: Float64Array, known: number): number {
  let logit = theta[0] ?? 0;
  for (let n = 0; n < x.length; n++)
    if (known & (1 << n)) logit += (theta[n + 1] ?? 0) * (x[n] ?? 0);
  return sigmoid(logit);
}
