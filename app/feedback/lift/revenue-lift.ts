import {
  isUnbalanced,
  peopleStillNeeded,
  SMALLEST_DIFFERENCE,
  Z_95,
  Z_POWER_80,
  type VariantCount,
  type LiftCounts,
} from "./lift";

/** Revenue of one variant within the window, in minor units. */
export interface VariantMoney extends VariantCount {
  /** After discounts and refunds. */
  readonly netMinor: number;
  /** Sum of squares of the revenue per profile. */
  readonly netSquares: number;
}

/** One experiment with revenue. */
export interface MoneyCounts extends LiftCounts {
  readonly treated: VariantMoney;
  readonly holdout: VariantMoney;
}

/** Incremental revenue or why it is unknown, in minor units. */
export type RevenueLift =
  | { readonly kind: "no_holdout" }
  | { readonly kind: "unbalanced" }
  | { readonly kind: "not_enough_data"; readonly peopleNeeded: number }
  | {
      readonly kind: "measured";
      /** Incremental revenue of all treated profiles, with its 95% interval. */
      readonly incrementalMinor: number;
      readonly lowMinor: number;
      readonly highMinor: number;
      /** The same per treated profile. */
      readonly perPersonMinor: number;
      readonly people: number;
    };

/** With fewer buyers a variant's own variance is unreliable: use the pooled variance. */
const BUYERS_OF_A_SPREAD = 10;

/**
 * Incremental revenue over experiments: mean revenue of treated minus holdout, times the treated profiles,
 * summed. Non-buyers count as 0. The interval is Welch's with the normal quantile: a verdict needs so many
 * profiles that Student's t differs in the third digit at most.
 *
 * B. L. Welch. The significance of the difference between two means when the
 * population variances are unequal. Biometrika 29, 1938. doi:10.2307/2332010
 *
 * @returns the incremental revenue, or why it is unknown
 */
export function measureRevenueLift(experiments: readonly MoneyCounts[]): RevenueLift {
  const drawn = experiments.filter(({ holdoutRate }) => holdoutRate > 0 && holdoutRate < 1);
  if (drawn.length === 0) return { kind: "no_holdout" };
  if (drawn.some((it) => isUnbalanced(it, drawn.length))) return { kind: "unbalanced" };
  const peopleNeeded = Math.max(peopleStillNeeded(drawn), peopleNeededForRevenue(drawn));
  if (peopleNeeded > 0) return { kind: "not_enough_data", peopleNeeded };

  let incremental = 0;
  let variance = 0;
  let people = 0;
  for (const { treated, holdout } of drawn) {
    if (treated.people === 0 || holdout.people === 0) continue;
    const both = sumOfVariant([treated, holdout]);
    incremental += treated.people * (meanOf(treated) - meanOf(holdout));
    variance += treated.people ** 2 * (errorOf(treated, both) + errorOf(holdout, both));
    people += treated.people;
  }
  const half = Z_95 * Math.sqrt(variance);
  return {
    kind: "measured",
    incrementalMinor: incremental,
    lowMinor: incremental - half,
    highMinor: incremental + half,
    perPersonMinor: incremental / people,
    people,
  };
}

/**
 * Profiles still needed to detect, with 80% power, a revenue difference equal to `SMALLEST_DIFFERENCE` more
 * buyers with average spending. The sample size for two means, analogous to `peopleStillNeeded`.
 *
 * @returns 0 when there are enough, or without buyers: then the spread is unknown and the number for rates
 *   applies
 */
export function peopleNeededForRevenue(experiments: readonly MoneyCounts[]): number {
  const treated = sumOfVariant(experiments.map((experiment) => experiment.treated));
  const holdout = sumOfVariant(experiments.map((experiment) => experiment.holdout));
  const both = sumOfVariant([treated, holdout]);
  if (both.netMinor <= 0) return 0;

  const smallest = (SMALLEST_DIFFERENCE * both.netMinor) / both.ordered;
  const wanted = (smallest / (Z_95 + Z_POWER_80)) ** 2;
  const spread = varianceOf(both);
  // Infinite while a variant is empty.
  if (spread / treated.people + spread / holdout.people <= wanted) return 0;
  const holdoutShare =
    experiments.reduce(
      (sum, it) => sum + it.holdoutRate * (it.treated.people + it.holdout.people),
      0,
    ) / both.people;
  const total = (spread / (1 - holdoutShare) + spread / holdoutShare) / wanted;
  return Math.max(1, Math.ceil(total - both.people));
}

/** Pools variants. */
function sumOfVariant(variants: readonly VariantMoney[]): VariantMoney {
  return variants.reduce(
    (sum, variant) => ({
      people: sum.people + variant.people,
      ordered: sum.ordered + variant.ordered,
      netMinor: sum.netMinor + variant.netMinor,
      netSquares: sum.netSquares + variant.netSquares,
    }),
    { people: 0, ordered: 0, netMinor: 0, netSquares: 0 },
  );
}

const meanOf = ({ netMinor, people }: VariantMoney): number => netMinor / people;

/** Sample variance of the revenue per profile; 0 for a single one. */
function varianceOf({ people, netMinor, netSquares }: VariantMoney): number {
  return people < 2 ? 0 : Math.max(0, netSquares - netMinor ** 2 / people) / (people - 1);
}

/** Variance of a variant's mean. */
function errorOf(variant: VariantMoney, both: VariantMoney): number {
  return varianceOf(variant.ordered < BUYERS_OF_A_SPREAD ? both : variant) / variant.people;
}
