import {
  isUnbalanced,
  peopleStillNeeded,
  SMALLEST_DIFFERENCE,
  Z_95,
  Z_POWER_80,
  type ArmCount,
  type LiftCounts,
} from "./lift";

/** What one arm's people bought within their windows, in the shop's smallest unit. */
export interface ArmMoney extends ArmCount {
  /** After discounts, less refunds. */
  readonly netMinor: number;
  /** The sum of the squares of what each person's orders came to. */
  readonly netSquares: number;
}

/** One experiment, with what its people spent. */
export interface MoneyCounts extends LiftCounts {
  readonly treated: ArmMoney;
  readonly holdout: ArmMoney;
}

/** What may be said of the revenue that the mails brought. Money in the shop's smallest unit. */
export type RevenueLift =
  | { readonly kind: "no_holdout" }
  | { readonly kind: "unbalanced" }
  | { readonly kind: "not_enough_data"; readonly peopleNeeded: number }
  | {
      readonly kind: "measured";
      /** What all who were mailed spent beyond what they would have, with its 95 % interval. */
      readonly incrementalMinor: number;
      readonly lowMinor: number;
      readonly highMinor: number;
      /** The same for one person who was mailed. */
      readonly perPersonMinor: number;
      readonly people: number;
    };

/** With fewer buyers than this an arm's own spread says little: it takes that of both together. */
const BUYERS_OF_A_SPREAD = 10;

/**
 * What the mails of one or more experiments earned: the mean spending of those
 * who were mailed minus that of those who were left alone, times those who were
 * mailed, summed over the experiments. Who bought nothing spent 0. The interval
 * is Welch's, by the arms' own variances, with the normal quantile: a verdict
 * needs so many people that Student's differs in the third digit at most.
 *
 * B. L. Welch. The significance of the difference between two means when the
 * population variances are unequal. Biometrika 29, 1938. doi:10.2307/2332010
 *
 * @returns a verdict, or why there is none yet
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
    const both = sumOfArms([treated, holdout]);
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
 * How many more people must pass before a difference in spending would be seen
 * four times in five that is as large as `SMALLEST_DIFFERENCE` more buyers who
 * spend what buyers spent so far. The sample size of two means, as that of two
 * rates in `peopleStillNeeded`.
 *
 * @returns 0 when there are enough, or when nobody has bought yet: then there is
 *   nothing to tell the spread from, and the number for rates holds
 */
export function peopleNeededForRevenue(experiments: readonly MoneyCounts[]): number {
  const treated = sumOfArms(experiments.map((experiment) => experiment.treated));
  const holdout = sumOfArms(experiments.map((experiment) => experiment.holdout));
  const both = sumOfArms([treated, holdout]);
  if (both.ordered === 0 || both.netMinor <= 0) return 0;

  const smallest = (SMALLEST_DIFFERENCE * both.netMinor) / both.ordered;
  const wanted = (smallest / (Z_95 + Z_POWER_80)) ** 2;
  const spread = varianceOf(both);
  if (treated.people > 0 && holdout.people > 0) {
    if (spread / treated.people + spread / holdout.people <= wanted) return 0;
  }
  const holdoutShare =
    experiments.reduce(
      (sum, it) => sum + it.holdoutRate * (it.treated.people + it.holdout.people),
      0,
    ) / both.people;
  const total = (spread / (1 - holdoutShare) + spread / holdoutShare) / wanted;
  return Math.max(1, Math.ceil(total - both.people));
}

/** Two or more arms as if they were one. */
function sumOfArms(arms: readonly ArmMoney[]): ArmMoney {
  return arms.reduce(
    (sum, arm) => ({
      people: sum.people + arm.people,
      ordered: sum.ordered + arm.ordered,
      netMinor: sum.netMinor + arm.netMinor,
      netSquares: sum.netSquares + arm.netSquares,
    }),
    { people: 0, ordered: 0, netMinor: 0, netSquares: 0 },
  );
}

const meanOf = ({ netMinor, people }: ArmMoney): number => netMinor / people;

/** The sample variance of one person's spending; 0 for a single person. */
function varianceOf({ people, netMinor, netSquares }: ArmMoney): number {
  return people < 2 ? 0 : Math.max(0, netSquares - netMinor ** 2 / people) / (people - 1);
}

/** The variance of an arm's mean. */
function errorOf(arm: ArmMoney, both: ArmMoney): number {
  return varianceOf(arm.ordered < BUYERS_OF_A_SPREAD ? both : arm) / arm.people;
}
