import { solvePositiveDefinite } from "../matrices/cholesky";

/**
 * The candidates of one list. Row `r` has the features `columns[at]`, ascending, with `values[at]`, at `starts[r] …
 * starts[r + 1] − 1`. Its other features are 0.
 */
export interface CandidateList {
  readonly starts: Int32Array;
  /** Below 256. */
  readonly columns: Uint8Array;
  readonly values: Float32Array;
  /** One flag per row. */
  readonly isTarget: Uint8Array;
}

const MAX_STEPS = 30;
const TOLERANCE = 1e-7;

/**
 * Fits the weights for ranking candidates: the conditional logit model, by Newton's method with step halving. In each
 * list the probability that a candidate is chosen is exp(θ·x) / Σ exp(θ·x′); a list's targets share its weight
 * equally, and a list without targets has none.
 *
 * maximizes Σ over lists of mean over targets of log chance(target) − penalty / 2 × |θ − prior|²
 *
 * - D. McFadden. Conditional logit analysis of qualitative choice behavior. 1974.
 * - Z. Cao et al. Learning to rank: from pairwise approach to listwise approach. ICML 2007.
 *   doi:10.1145/1273496.1273513
 *
 * Cost: O(rows × features of a row²) a step.
 *
 * @param penalty > 0; it makes the solution unique
 * @param prior prior weights, one per feature, which few lists hardly change
 * @param uses whether a list counts; all by default
 * @returns θ, one weight per feature; the prior when no list has a target
 */
export function fitLogisticRanker(
  lists: readonly CandidateList[],
  penalty: number,
  prior: Float64Array,
  uses: (list: number) => boolean = () => true,
): Float64Array {
  const used = lists.filter((list, n) => uses(n) && countTargets(list) > 0);
  const problem = { lists: used, penalty, prior };
  const rows = used.reduce((sum, { isTarget }) => sum + isTarget.length, 0);
  let spare = new Float64Array(rows);
  let theta = prior.slice();
  let now = measureFit(problem, theta, new Float64Array(rows));
  for (let step = 0; step < MAX_STEPS; step++) {
    const { curvature, gradient } = findSlopes(problem, theta, now.chances);
    const move = solvePositiveDefinite(curvature, gradient, prior.length);
    if (!move) return theta;
    let scale = 1;
    let next = theta;
    let there = now;
    do {
      next = theta.map((value, n) => value + scale * move[n]!);
      there = measureFit(problem, next, spare);
      scale /= 2;
    } while (there.gain < now.gain && scale > 1e-6);
    const better = there.gain - now.gain;
    if (better < 0) return theta;
    theta = next;
    spare = now.chances;
    now = there;
    if (better <= TOLERANCE * Math.abs(now.gain)) return theta;
  }
  return theta;
}

/** θ·x of one row. */
export function scoreRow(
  theta: Float64Array,
  { starts, columns, values }: CandidateList,
  row: number,
): number {
  let score = 0;
  const end = starts[row + 1]!;
  for (let at = starts[row]!; at < end; at++) score += theta[columns[at]!]! * values[at]!;
  return score;
}

interface Problem {
  /** Each with a target. */
  readonly lists: readonly CandidateList[];
  readonly penalty: number;
  readonly prior: Float64Array;
}

/**
 * What is maximized, and the chances of all lists' rows in one row.
 *
 * @param chances overwritten; two such rows serve all steps, since they are as large as everything else of a step
 */
function measureFit(
  { lists, penalty, prior }: Problem,
  theta: Float64Array,
  chances: Float64Array<ArrayBuffer>,
) {
  let gain = -0.5 * penalty * theta.reduce((sum, value, n) => sum + (value - prior[n]!) ** 2, 0);
  let start = 0;
  for (const list of lists) {
    const { isTarget } = list;
    const targets = countTargets(list);
    const own = chances.subarray(start, start + isTarget.length);
    let max = -Infinity;
    for (let row = 0; row < own.length; row++) {
      own[row] = scoreRow(theta, list, row);
      max = Math.max(max, own[row]!);
    }
    let total = 0;
    for (const score of own) total += Math.exp(score - max);
    const logTotal = max + Math.log(total);
    for (let row = 0; row < own.length; row++) {
      const logChance = own[row]! - logTotal;
      if (isTarget[row] === 1) gain += logChance / targets;
      own[row] = Math.exp(logChance);
    }
    start += own.length;
  }
  return { gain, chances };
}

/** The gradient and the negative second derivatives, by the chances at θ. */
function findSlopes(
  { lists, penalty, prior }: Problem,
  theta: Float64Array,
  chances: Float64Array,
) {
  const width = theta.length;
  const gradient = theta.map((value, n) => -penalty * (value - prior[n]!));
  const curvature = new Float64Array(width * width);
  for (let n = 0; n < width; n++) curvature[n * width + n] = penalty;
  const mean = new Float64Array(width);
  let start = 0;
  for (const list of lists) {
    const { starts, columns, values, isTarget } = list;
    const targets = countTargets(list);
    mean.fill(0);
    for (let row = 0; row < isTarget.length; row++) {
      const chance = chances[start + row]!;
      const missing = isTarget[row]! / targets - chance;
      const first = starts[row]!;
      const end = starts[row + 1]!;
      for (let at = first; at < end; at++) {
        const n = columns[at]!;
        const x = values[at]!;
        const weighted = chance * x;
        mean[n]! += weighted;
        gradient[n]! += missing * x;
        for (let other = first; other <= at; other++) {
          curvature[n * width + columns[other]!]! += weighted * values[other]!;
        }
      }
    }
    for (let n = 0; n < width; n++) {
      for (let m = 0; m <= n; m++) curvature[n * width + m]! -= mean[n]! * mean[m]!;
    }
    start += isTarget.length;
  }
  for (let n = 0; n < width; n++) {
    for (let m = 0; m < n; m++) curvature[m * width + n] = curvature[n * width + m]!;
  }
  return { gradient, curvature };
}

function countTargets({ isTarget }: CandidateList): number {
  let targets = 0;
  for (const flag of isTarget) targets += flag;
  return targets;
}
