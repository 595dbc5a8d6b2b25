import { solvePositiveDefinite } from "../matrices/cholesky";

/**
 * Lists of candidates. List `l` is rows `offsets[l] … offsets[l + 1] − 1` of `features` (row-major, rows × width);
 * `isTarget` has one flag per row.
 */
export interface CandidateLists {
  readonly offsets: Int32Array;
  readonly features: Float64Array | Float32Array;
  readonly isTarget: Uint8Array;
  readonly width: number;
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
 * Cost: O(rows × width²) a step.
 *
 * @param penalty > 0; it makes the solution unique
 * @param prior prior weights, which few lists hardly change; 0 by default
 * @param uses whether a list counts; all by default
 * @returns θ, one weight per feature; the prior when no list has a target
 */
export function fitLogisticRanker(
  lists: CandidateLists,
  penalty: number,
  prior: Float64Array = new Float64Array(lists.width),
  uses: (list: number) => boolean = () => true,
): Float64Array {
  const evaluateAt = (at: Float64Array) => evaluate(lists, at, penalty, prior, uses);
  let theta = prior.slice();
  let now = evaluateAt(theta);
  for (let step = 0; step < MAX_STEPS; step++) {
    const move = solvePositiveDefinite(now.curvature, now.gradient, lists.width);
    if (!move) return theta;
    let scale = 1;
    let next = theta;
    let there = now;
    do {
      next = theta.map((value, n) => value + scale * move[n]!);
      there = evaluateAt(next);
      scale /= 2;
    } while (there.gain < now.gain && scale > 1e-6);
    const better = there.gain - now.gain;
    if (better < 0) return theta;
    theta = next;
    now = there;
    if (better <= TOLERANCE * Math.abs(now.gain)) return theta;
  }
  return theta;
}

/** θ·x of one row of `features`. */
export function scoreRow(
  theta: Float64Array,
  features: CandidateLists["features"],
  row: number,
): number {
  let score = 0;
  const start = row * theta.length;
  for (let n = 0; n < theta.length; n++) score += theta[n]! * features[start + n]!;
  return score;
}

function evaluate(
  lists: CandidateLists,
  theta: Float64Array,
  penalty: number,
  prior: Float64Array,
  uses: (list: number) => boolean,
) {
  const { offsets, features, isTarget, width } = lists;
  const away = theta.map((value, n) => value - prior[n]!);
  const gradient = away.map((value) => -penalty * value);
  const curvature = new Float64Array(width * width);
  for (let n = 0; n < width; n++) curvature[n * width + n] = penalty;
  let gain = -0.5 * penalty * away.reduce((sum, value) => sum + value * value, 0);
  const mean = new Float64Array(width);

  for (let list = 0; list + 1 < offsets.length; list++) {
    if (!uses(list)) continue;
    const start = offsets[list]!;
    const end = offsets[list + 1]!;
    const targets = isTarget.subarray(start, end).reduce((sum, flag) => sum + flag, 0);
    if (targets === 0) continue;
    const chances = listChances(theta, features, start, end);
    mean.fill(0);
    for (let row = start; row < end; row++) {
      const chance = chances.of[row - start]!;
      const due = isTarget[row]! / targets;
      if (due > 0) gain += due * (chances.logits[row - start]! - chances.logTotal);
      for (let n = 0; n < width; n++) {
        const x = features[row * width + n]!;
        if (x === 0) continue;
        mean[n]! += chance * x;
        gradient[n]! += (due - chance) * x;
        const weighted = chance * x;
        for (let m = 0; m <= n; m++) {
          curvature[n * width + m]! += weighted * features[row * width + m]!;
        }
      }
    }
    for (let n = 0; n < width; n++) {
      for (let m = 0; m <= n; m++) curvature[n * width + m]! -= mean[n]! * mean[m]!;
    }
  }
  for (let n = 0; n < width; n++) {
    for (let m = 0; m < n; m++) curvature[m * width + n] = curvature[n * width + m]!;
  }
  return { gain, gradient, curvature };
}

function listChances(
  theta: Float64Array,
  features: CandidateLists["features"],
  start: number,
  end: number,
) {
  const logits = new Float64Array(end - start);
  let max = -Infinity;
  for (let row = start; row < end; row++) {
    logits[row - start] = scoreRow(theta, features, row);
    max = Math.max(max, logits[row - start]!);
  }
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - max);
  const logTotal = max + Math.log(total);
  return { logits, logTotal, of: logits.map((logit) => Math.exp(logit - logTotal)) };
}
