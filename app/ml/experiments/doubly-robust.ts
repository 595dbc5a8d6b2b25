import { predictLinear } from "../regression/least-squares";
import { fitRidge } from "../regression/ridge";
import { applyScales, fitScales } from "../regression/standardize";
import {
  sumByPerson,
  type PolicyLog,
  type PolicyOverlap,
  type TargetPolicy,
} from "./policy-overlap";
import { Z_95 } from "../numerics/normal-distribution";

/** A mean with its 95% interval, in units of the reward per row. */
export interface MeanEstimate {
  readonly mean: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

/** What another policy would have brought. */
export interface PolicyValue {
  /** Mean reward per row under the target policy. */
  readonly value: MeanEstimate;
  /** The same minus the mean reward that was logged. */
  readonly change: MeanEstimate;
  /** Estimated effect of clipping on both means; the intervals are wider by it on each side. */
  readonly clippingBias: number;
}

/** Parts of the people; each part's rewards are predicted by models of the others. */
const FOLDS = 5;
/** Ridge penalties, in rows: of the model of all actions, and of what one action adds to it. */
const SHARED_PENALTY = 1;
const ACTION_PENALTY = 20;

/**
 * Doubly robust estimate of a policy's mean reward from the log of another (augmented inverse propensity weighting):
 *
 * V = mean over rows of Σₐ π(a|x) q(x, a) + w (r − q(x, a taken)), w = π(a taken|x) / p(a taken|x)
 *
 * It is unbiased if either the propensities p or the predicted rewards q are right, and here p is known. Rewards are
 * predicted by ridge regression on the features, plus a second one for each action on what the first leaves, both from
 * other people than those predicted (cross-fitting). The variance is that of the summands, summed by person.
 *
 * Like in `adjustedDifference`, the variance is at least that with the same residual variance for all actions: rewards
 * are skewed, so an action taken rarely with a low mean also has a low variance, and would show gains that are not
 * there.
 *
 * - J. Robins, A. Rotnitzky, L. Zhao. Estimation of regression coefficients when some regressors are not always
 *   observed. JASA 89(427), 1994. doi:10.1080/01621459.1994.10476818
 * - M. Dudík, J. Langford, L. Li. Doubly robust policy evaluation and learning. ICML 2011. arXiv:1103.4601
 * - V. Chernozhukov et al. Double/debiased machine learning for treatment and structural parameters. The Econometrics
 *   Journal 21(1), 2018. doi:10.1111/ectj.12097
 * - Y. Saito, S. Aihara, M. Matsutani, Y. Narita. Open Bandit Dataset and Pipeline. NeurIPS 2021. arXiv:2008.07146
 *
 * Cost: O(rows × (width² + actions × width) + actions × width³).
 *
 * @param overlap from `measureOverlap` of the same log and target @param rewards one per row, in any unit
 */
export function estimatePolicyValue(
  log: PolicyLog,
  target: TargetPolicy,
  { weights, people, clippedShare }: PolicyOverlap,
  rewards: Float64Array,
): PolicyValue {
  const { actions, actionCount, propensities } = log;
  const rows = rewards.length;
  const predicted = predictRewards(log, rewards);
  const [expected, taken] = [new Float64Array(rows), new Float64Array(rows)];
  let clippingBias = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * actionCount;
    for (let action = 0; action < actionCount; action++) {
      expected[row]! += target(row, action) * predicted[at + action]!;
    }
    taken[row] = predicted[at + actions[row]!]!;
    if (clippedShare === 0) continue;
    const cut = target(row, actions[row]!) / propensities[row]! - weights[row]!;
    clippingBias += (cut * (rewards[row]! - taken[row]!)) / rows;
  }
  const residuals = rewards.map((reward, row) => reward - taken[row]!);
  const estimateOf = (model: Float64Array, weight: Float64Array) =>
    meanOf({ model, weight, residuals, people: log.people, count: people }, Math.abs(clippingBias));
  return {
    value: estimateOf(expected, weights),
    // What was logged is its own prediction plus its residual.
    change: estimateOf(
      expected.map((it, row) => it - taken[row]!),
      weights.map((weight) => weight - 1),
    ),
    clippingBias,
  };
}

interface Summands {
  /** A summand of a row is model + weight × residual. */
  readonly model: Float64Array;
  readonly weight: Float64Array;
  readonly residuals: Float64Array;
  readonly people: Int32Array;
  readonly count: number;
}

function meanOf(
  { model, weight, residuals, people, count }: Summands,
  margin: number,
): MeanEstimate {
  const rows = model.length;
  const summands = model.map((it, row) => it + weight[row]! * residuals[row]!);
  const mean = summands.reduce((sum, it) => sum + it, 0) / rows;
  const modelMean = model.reduce((sum, it) => sum + it, 0) / rows;
  const residualVariance = residuals.reduce((sum, it) => sum + it ** 2, 0) / rows;
  const weightSquares = weight.reduce((sum, it) => sum + it ** 2, 0);
  const squaresOf = (values: Float64Array, around: number) =>
    sumByPerson(
      values.map((it) => it - around),
      people,
      count,
    ).reduce((sum, it) => sum + it ** 2, 0);
  const own = (count / Math.max(1, count - 1)) * squaresOf(summands, mean);
  const pooled = squaresOf(model, modelMean) + residualVariance * weightSquares;
  const standardError = Math.sqrt(Math.max(own, pooled)) / rows;
  const half = Z_95 * standardError + margin;
  return { mean, standardError, low: mean - half, high: mean + half };
}

/** The predicted reward of each action in each row (rows × actions), by models of people in other folds. */
function predictRewards(log: PolicyLog, rewards: Float64Array): Float64Array {
  const { width, actions, actionCount, people } = log;
  const features = applyScales(fitScales(log), log.features);
  const rows = { features, width, targets: rewards };
  const predicted = new Float64Array(rewards.length * actionCount);
  const numbers = [...rewards.keys()];
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = numbers.filter((row) => foldOf(people[row]!) !== fold);
    const shared = fitRidge(rows, SHARED_PENALTY, others);
    const left = Float64Array.from(
      rewards,
      (reward, row) => reward - predictLinear(shared, features, row),
    );
    const byAction = Map.groupBy(others, (row) => actions[row]!);
    for (let action = 0; action < actionCount; action++) {
      const own = fitRidge(
        { features, width, targets: left },
        ACTION_PENALTY,
        byAction.get(action) ?? [],
      );
      const theta = shared.map((weight, n) => weight + own[n]!);
      for (const row of numbers) {
        if (foldOf(people[row]!) !== fold) continue;
        predicted[row * actionCount + action] = predictLinear(theta, features, row);
      }
    }
  }
  return predicted;
}

/** Spreads people who follow each other over the folds (Knuth's multiplicative hash). */
const foldOf = (person: number) => (Math.imul(person + 1, 0x9e3779b1) >>> 8) % FOLDS;
