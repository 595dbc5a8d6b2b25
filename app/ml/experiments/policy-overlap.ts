/** Decisions of a past policy, one row each. Rows of one person may depend on each other. */
export interface PolicyLog {
  /** Facts known before the decision: rows × width, row-major. */
  readonly features: Float64Array;
  readonly width: number;
  /** The action taken, from 0 to `actionCount` − 1. */
  readonly actions: Int32Array;
  readonly actionCount: number;
  /** The probability with which this action was drawn, in (0, 1]. */
  readonly propensities: Float64Array;
  /** The person, from 0. */
  readonly people: Int32Array;
}

/** The probability in [0, 1] that another policy takes an action in a row. */
export type TargetPolicy = (row: number, action: number) => number;

/** How much of a log speaks about another policy. */
export interface PolicyOverlap {
  /** Target probability / logged probability of the action taken, at most `maxWeight`. */
  readonly weights: Float64Array;
  /** Largest weight that is used: the square root of the rows. */
  readonly maxWeight: number;
  /** Sum of what was cut off, relative to the sum of all weights, in [0, 1). */
  readonly clippedShare: number;
  /** Mean weight before clipping: 1 in expectation if the propensities are those of the draw. */
  readonly meanWeight: number;
  /** Standard error of `meanWeight`. */
  readonly meanWeightError: number;
  /** (Σ w)² / Σ w² over people: as many drawn by the target policy itself would be as precise, roughly. */
  readonly effectivePeople: number;
  readonly people: number;
}

/**
 * Weights of a log for another policy, and how far they can be trusted.
 *
 * - E. Ionides. Truncated importance sampling. J. of Computational and Graphical Statistics 17(2), 2008.
 *   doi:10.1198/106186008X320456 (weights of at most √rows)
 * - A. Swaminathan, T. Joachims. The self-normalized estimator for counterfactual learning. NeurIPS 2015 (a mean
 *   weight other than 1 shows a log that does not match its propensities)
 *
 * Cost: O(rows).
 */
export function measureOverlap(
  { actions, propensities, people }: Omit<PolicyLog, "features" | "width" | "actionCount">,
  target: TargetPolicy,
): PolicyOverlap {
  const rows = actions.length;
  const maxWeight = Math.sqrt(rows);
  const unclipped = Float64Array.from(
    { length: rows },
    (_, row) => target(row, actions[row]!) / propensities[row]!,
  );
  const weights = unclipped.map((weight) => Math.min(weight, maxWeight));
  const count = people.reduce((most, person) => Math.max(most, person + 1), 0);
  const [sum, cutSum] = [sumOf(unclipped), sumOf(weights)];
  const meanWeight = sum / rows;
  const squares = squaresOf(sumByPerson(weights, people, count));
  return {
    ...{ weights, maxWeight, meanWeight, people: count },
    clippedShare: sum > 0 ? (sum - cutSum) / sum : 0,
    meanWeightError: errorOfMean(unclipped, people, count),
    effectivePeople: squares > 0 ? cutSum ** 2 / squares : 0,
  };
}

/**
 * The standard error of the mean weight: that of these weights, or if larger, that of weights with a mean of 1 whose
 * variance is estimated by Σ w² / Σ w − 1. If by chance few rows have a weight, their own variance is too small.
 */
function errorOfMean(weights: Float64Array, people: Int32Array, count: number): number {
  const rows = weights.length;
  const sum = sumOf(weights);
  if (sum === 0) return 0;
  const deviations = weights.map((weight) => weight - sum / rows);
  const own = squaresOf(sumByPerson(deviations, people, count));
  const independent = squaresOf(deviations);
  const expected = rows * Math.max(0, squaresOf(weights) / sum - 1);
  const dependence = independent > 0 ? own / independent : 1;
  return Math.sqrt(Math.max(own, expected * dependence)) / rows;
}

/** Why a log cannot answer for another policy. */
export type WeakOverlap =
  /** Too few people got what the target policy would do. */
  | "few_people"
  /** Actions were not taken as often as their propensities say. */
  | "wrong_propensities"
  /** Much of the answer would come from a few rows with tiny propensities, which are cut off. */
  | "clipped";

/** Errors from 1 at which the mean weight contradicts the propensities: hardly ever by chance. */
const MAX_ERRORS = 4;
const MAX_CLIPPED = 0.05;

/**
 * The reason to refuse an answer; null: there is enough overlap.
 *
 * @param minPeople effective people needed
 */
export function findWeakOverlap(overlap: PolicyOverlap, minPeople: number): WeakOverlap | null {
  const { effectivePeople, meanWeight, meanWeightError, clippedShare } = overlap;
  if (effectivePeople < minPeople) return "few_people";
  if (Math.abs(meanWeight - 1) > MAX_ERRORS * meanWeightError + 1e-9) return "wrong_propensities";
  return clippedShare > MAX_CLIPPED ? "clipped" : null;
}

/** Sums of values by person, from 0. */
export function sumByPerson(values: Float64Array, people: Int32Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  values.forEach((value, row) => (sums[people[row]!]! += value));
  return sums;
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
const squaresOf = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2, 0);
