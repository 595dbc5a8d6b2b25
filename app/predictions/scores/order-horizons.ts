import { addUp } from "../explain";
import { logitOf, sigmoid } from "../models/intent";
import { MIN_CHANCE } from "./intent-scores";
import type { Explanation, PredictionDetail } from "../prediction";

type IntentScores = PredictionDetail["intent"];
type IntentScore = IntentScores[number];

/**
 * The scores of one profile so that an order within more days is never less likely: horizons that contradict each other get
 * the mean of their logits. Of all ordered probabilities these have the least Kullback–Leibler divergence from the
 * forecasts, so the expected log loss over the horizons does not rise, whatever the true probabilities are. Their explanations
 * get a part `otherHorizons` of what changed.
 *
 * - R. Barlow, D. Bartholomew, J. Bremner, H. Brunk. Statistical inference under order restrictions. 1972.
 * - I. Csiszár. I-divergence geometry of probability distributions and minimization problems. Annals of Probability 3(1),
 *   1975. doi:10.1214/aop/1176996454
 *
 * @param scores by ascending days
 */
export function orderHorizons(scores: IntentScores): IntentScores {
  const isOrdered = scores.every(({ value }, n) => value >= (scores[n - 1]?.value ?? 0));
  if (isOrdered) return scores;
  // Values on both sides of a pool are computed alike, so that rounding cannot reverse them.
  return poolDecreasing(scores).flatMap((pool) => pool.map((score) => moveTo(pool, score)));
}

/** Neighbors with decreasing logits in one pool (pool adjacent violators). */
function poolDecreasing(scores: IntentScores): IntentScores[] {
  const pools: IntentScores[] = [];
  for (const score of scores) {
    let pool = [score];
    for (let below = pools.at(-1); below && meanLogit(below) > meanLogit(pool);) {
      pools.pop();
      pool = [...below, ...pool];
      below = pools.at(-1);
    }
    pools.push(pool);
  }
  return pools;
}

type Bound = "value" | "low" | "high";

function meanLogit(pool: IntentScores, bound: Bound = "value"): number {
  return pool.reduce((sum, score) => sum + logitOf(score[bound], MIN_CHANCE), 0) / pool.length;
}

function moveTo(pool: IntentScores, score: IntentScore): IntentScore {
  const logit = meanLogit(pool);
  const part = logit - addUp(score.explanation);
  const [value, low, high] = [logit, meanLogit(pool, "low"), meanLogit(pool, "high")].map(
    sigmoid,
  ) as [number, number, number];
  return {
    ...score,
    value,
    low: Math.min(low, value),
    high: Math.max(high, value),
    explanation: pool.length > 1 ? addPart(score.explanation, part) : score.explanation,
  };
}

/** Always among the named parts, as it contradicts the others; the weakest named part joins the rest. */
function addPart({ base, strongest, rest }: Explanation, part: number): Explanation {
  const [first, second, third] = strongest;
  const named = [first, second, { feature: "otherHorizons", value: 0, part }].flatMap(
    (it) => it ?? [],
  );
  return {
    base,
    strongest: named.toSorted((a, b) => Math.abs(b.part) - Math.abs(a.part)),
    rest: rest + (third?.part ?? 0),
  };
}
