import { addUp, explain } from "../explain";
import { sigmoid } from "../models/intent";
import type { LifetimeCustomer } from "../models/lifetime";
import type { PredictionDetail, ScoreContribution } from "../prediction";
import { habitOf, returnCellOf } from "../models/return-counts";
import type { SharedIntentHorizon } from "../models/shared-intent";
import { rounded } from "./known-customers";

type IntentScore = PredictionDetail["intent"][number];

/** A score by BG/NBD with all of its parts. */
interface RhythmScore {
  readonly base: number;
  readonly parts: readonly ScoreContribution[];
  /** Half the width of its interval, on the logit scale. */
  readonly reach: number;
}

const Z_80 = 1.281552;
const WEEK = 7;

/**
 * A customer's probability to order, from the counts of other shops, the shop's level and BG/NBD. Parts are on the logit
 * scale: base and parts add up to the logit.
 */
export function scoreBySharedCounts(
  shared: SharedIntentHorizon,
  customer: LifetimeCustomer,
  rhythm: RhythmScore,
): Pick<IntentScore, "value" | "low" | "high" | "explanation"> {
  const { overall, level, levelVariance, weight } = shared;
  const base = weight * (overall + level) + (1 - weight) * rhythm.base;
  const sums = new Map<string, ScoreContribution>();
  for (const [share, parts] of [
    [weight, partsOf(shared, customer)],
    [1 - weight, rhythm.parts],
  ] as const) {
    for (const { feature, value, part } of parts) {
      const before = sums.get(feature)?.part ?? 0;
      sums.set(feature, { feature, value, part: before + share * part });
    }
  }
  const explanation = explain(base, [...sums.values()]);
  const logit = addUp(explanation);
  const reach = weight * Z_80 * Math.sqrt(levelVariance) + (1 - weight) * rhythm.reach;
  return {
    value: sigmoid(logit),
    low: sigmoid(logit - reach),
    high: sigmoid(logit + reach),
    explanation,
  };
}

/** What a customer's habit and the days since the last order add to the logit of all. */
function partsOf(
  { overall, byHabit, byCell }: SharedIntentHorizon,
  customer: LifetimeCustomer,
): ScoreContribution[] {
  const { repeats, lastAt, watched } = customer;
  const cell = returnCellOf(customer);
  const ofHabit = byHabit[habitOf(cell)] ?? overall;
  const habit =
    repeats === 0
      ? { feature: "frequency", value: 1 }
      : { feature: "meanGap", value: rounded((lastAt * WEEK) / repeats) };
  return [
    { ...habit, part: ofHabit - overall },
    {
      feature: "recency",
      value: rounded((watched - lastAt) * WEEK),
      part: (byCell[cell] ?? ofHabit) - ofHabit,
    },
  ];
}
