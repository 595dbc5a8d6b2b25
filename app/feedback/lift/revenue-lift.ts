import {
  addSums,
  adjustedDifference,
  pooledSlope,
  type VariantPair,
} from "~/ml/experiments/adjusted-difference";
import { logEvidenceOfOtherRatio } from "~/ml/experiments/ratio-evidence";
import { normalCdf, Z_95 } from "~/ml/numerics/normal-distribution";

/** One experiment with its holdout rate, from 0 to 1. */
export interface LiftExperiment extends VariantPair {
  readonly holdoutRate: number;
}

/** Incremental revenue with its interval, in minor units. */
export interface MeasuredLift {
  /** Of all treated people. */
  readonly incrementalMinor: number;
  readonly lowMinor: number;
  readonly highMinor: number;
  readonly standardErrorMinor: number;
  /** Posterior probability in [0, 1] that it is above 0. */
  readonly chancePositive: number;
  /** Standard deviation of the prior of the incremental revenue. */
  readonly priorMinor: number;
  /** Treated people, and what as many people of both variants spent: it does not depend on the difference. */
  readonly people: number;
  readonly revenueMinor: number;
  readonly holdoutPeople: number;
}

/** Incremental revenue or why it is unknown. */
export type RevenueLift =
  | { readonly kind: "no_holdout" }
  | { readonly kind: "no_comparison" }
  | { readonly kind: "unbalanced"; readonly expectedHoldout: number; readonly holdout: number }
  | ({ readonly kind: "measured" } & MeasuredLift);

/** Standard deviation of the prior: a share of what the treated people spent. Its mean is 0. */
const PRIOR_SHARE = 0.1;

/** Probability that a shop whose assignment works is ever warned. */
const FALSE_ALARM_RATE = 0.001;

/**
 * Incremental revenue over experiments: for each, the adjusted mean of treated minus holdout times the treated people;
 * summed. Experiments have independent assignments, so variances add. One slope serves all.
 *
 * The probability that email brought revenue is that of a normal posterior: the prior has mean 0 and a deviation of
 * `PRIOR_SHARE` of revenue, the estimate its standard error.
 *
 * @param critical half the interval's width in standard errors, from the looks; else a single look's
 * @returns the incremental revenue, or why it is unknown; `no_comparison` before anyone in both variants ordered
 */
export function measureRevenueLift(
  experiments: readonly LiftExperiment[],
  critical: number = Z_95,
): RevenueLift {
  const drawn = experiments.filter(({ holdoutRate }) => holdoutRate > 0 && holdoutRate < 1);
  if (drawn.length === 0) return { kind: "no_holdout" };
  const unbalanced = drawn.find((it) => isUnbalanced(it, drawn.length));
  if (unbalanced) {
    const people = unbalanced.treated.people + unbalanced.holdout.people;
    return {
      kind: "unbalanced",
      expectedHoldout: Math.round(people * unbalanced.holdoutRate),
      holdout: unbalanced.holdout.people,
    };
  }
  const slope = pooledSlope(drawn);
  let [incremental, variance, people, revenueMinor, holdoutPeople] = [0, 0, 0, 0, 0];
  for (const pair of drawn) {
    const found = adjustedDifference(pair, slope);
    if (!found) continue;
    incremental += pair.treated.people * found.difference;
    variance += pair.treated.people ** 2 * found.variance;
    people += pair.treated.people;
    const both = addSums(pair.treated, pair.holdout);
    revenueMinor += (pair.treated.people * both.net) / both.people;
    holdoutPeople += pair.holdout.people;
  }
  const prior = PRIOR_SHARE * revenueMinor;
  if (!(variance > 0) || !(prior > 0)) return { kind: "no_comparison" };
  const standardError = Math.sqrt(variance);
  return {
    kind: "measured",
    incrementalMinor: incremental,
    lowMinor: incremental - critical * standardError,
    highMinor: incremental + critical * standardError,
    standardErrorMinor: standardError,
    chancePositive: normalCdf(
      (incremental * prior) / (standardError * Math.hypot(prior, standardError)),
    ),
    priorMinor: prior,
    people,
    revenueMinor,
    holdoutPeople,
  };
}

/**
 * Whether variant sizes contradict the holdout rate: people are missing from one variant, so a comparison is invalid.
 * Valid at daily looks; the probability of a false alarm is divided among the experiments.
 *
 * A. Fabijan et al. Diagnosing sample ratio mismatch in online controlled experiments. KDD 2019.
 * doi:10.1145/3292500.3330722
 */
export function isUnbalanced(
  { treated, holdout, holdoutRate }: LiftExperiment,
  experiments = 1,
): boolean {
  const people = treated.people + holdout.people;
  const evidence = logEvidenceOfOtherRatio(holdout.people, people, holdoutRate);
  return evidence >= Math.log(experiments / FALSE_ALARM_RATE);
}
