import { solvePositiveDefinite } from "../matrices/cholesky";
import { fitLogisticByLbfgs } from "./logistic-lbfgs";
import { requireFiniteFeatures, standardErrorsOf, type LogisticModel } from "./logistic-model";
import { curvatureAt, penaltyOf, slopeAt, type LabeledRows } from "./logistic-slopes";

const MAX_STEPS = 100;
/** Number of features above which L-BFGS is faster than computing a few curvatures. */
const WIDE = 64;
/** Convergence threshold: distance to the maximum of each weight relative to its standard error. */
const TOLERANCE = { fewRows: 1e-8, manyRows: 1e-6 };
/** A sample of a tenth of the rows, at least this many, gives the start and the first curvature. */
const MIN_SAMPLED = 4000;
/** Up to this many rows the curvature is computed again at the solution; above, a sample's is used. */
const MEASURED_ANEW = 20_000;
/** A step longer than this share of the last one makes the curvature be computed again. */
const SLOW = 0.3;

/**
 * Fits P(label = 1) = 1 / (1 + exp(−(θ₀ + θ·x))) by Newton's method (iteratively reweighted least
 * squares) with an L2 penalty on all weights but the intercept. With many rows it starts at a sample's solution, and
 * recomputes the curvature only when the steps stop shrinking fast. Wide rows with a penalty are fitted by L-BFGS.
 *
 * maximizes Σ log-likelihood − penalty / 2 × Σⱼ θⱼ²
 *
 * - C. Bishop. Pattern recognition and machine learning, 4.3.3. 2006.
 *
 * Cost: O(rows × width²) for each curvature, O(rows × width) for each step.
 *
 * @param penalty ≥ 0, in units of one over squared weight
 * @throws RangeError when a feature is not finite, or a label is neither 0 nor 1
 */
export function fitLogistic(rows: LabeledRows, penalty = 0): LogisticModel {
  if (rows.width > WIDE && penalty > 0) {
    const model = fitLogisticByLbfgs(rows, penalty);
    // L-BFGS may fail on features of very different scales.
    if (model.converged) return model;
  }
  const maximum = climb(rows, penalty);
  return { ...maximum, standardErrors: standardErrorsOf(maximum.curvature, rows.width + 1) };
}

function climb(rows: LabeledRows, penalty: number): Omit<LogisticModel, "standardErrors"> {
  const { width, labels } = rows;
  const size = width + 1;
  let { theta, curvature } = startFor(rows, penalty);
  let now = slopeAt(rows, theta, penalty);
  requireFiniteFeatures(labels, now.gradient);
  const hasFewRows = labels.length < 2 * MIN_SAMPLED;
  const tolerance = hasFewRows ? TOLERANCE.fewRows : TOLERANCE.manyRows;
  let lastMove = Infinity;
  let converged = false;

  for (let step = 0; step < MAX_STEPS && !converged; step++) {
    const move = solveDamped(curvature, now.gradient, size);
    let scale = 1;
    let next = theta;
    let there = now;
    do {
      next = theta.map((value, n) => value + scale * move[n]!);
      there = slopeAt(rows, next, penalty);
      scale /= 2;
    } while (!(there.gain >= now.gain - 1e-12 * Math.abs(now.gain)) && scale > 1e-8);
    const reach = moveLength(move, curvature, size) / Math.sqrt(Math.max(1, labels.length));
    theta = next;
    now = there;
    converged = leftAfter(reach, lastMove) < tolerance;
    if (!converged && (reach > SLOW * lastMove || scale < 0.5)) {
      curvature = curvatureAt(rows, theta, penalty);
    }
    lastMove = reach;
    if (-now.gain < 1e-6 * labels.length) break;
  }
  // The curvature of the steps may be that of the start or of a sample.
  if (labels.length <= MEASURED_ANEW) curvature = curvatureAt(rows, theta, penalty);
  const logLikelihood = now.gain + penaltyOf(theta, penalty);
  return { theta, logLikelihood, curvature, converged };
}

/** The remaining distance if the steps keep shrinking at the last rate. */
function leftAfter(reach: number, lastReach: number): number {
  const share = Math.min(1, reach / lastReach);
  return lastReach === Infinity ? reach : (reach * share) / (1 - share);
}

/**
 * Probabilities of a row of features, in [0, 1].
 * @param row index of the row in `features`
 */
export function predictLogistic(theta: Float64Array, features: Float64Array, row: number): number {
  const width = theta.length - 1;
  let logit = theta[0]!;
  for (let n = 0; n < width; n++) logit += theta[n + 1]! * features[row * width + n]!;
  return 1 / (1 + Math.exp(-logit));
}

/** The start and a curvature for the first step, from a sample if it is large enough. */
function startFor(rows: LabeledRows, penalty: number) {
  const { features, width, labels } = rows;
  const count = labels.length;
  if (count < 2 * MIN_SAMPLED) {
    const theta = new Float64Array(width + 1);
    return { theta, curvature: curvatureAt(rows, theta, penalty) };
  }
  const size = Math.max(MIN_SAMPLED, Math.floor(count / 10));
  const stride = Math.floor(count / size);
  const sampled = new Float64Array(size * width);
  const sampledLabels = new Float64Array(size);
  for (let n = 0; n < size; n++) {
    const from = n * stride * width;
    sampled.set(features.subarray(from, from + width), n * width);
    sampledLabels[n] = labels[n * stride]!;
  }
  // The smallest penalty keeps the weights finite for separable classes.
  const { theta, curvature } = climb(
    { features: sampled, width, labels: sampledLabels },
    Math.max(1e-3, (penalty * size) / count),
  );
  return { theta, curvature: curvature.map((value) => (value * count) / size) };
}

/** Solves for the step; a slight ridge stabilizes directions that the data does not identify. */
function solveDamped(curvature: Float64Array, gradient: Float64Array, size: number): Float64Array {
  for (let ridge = 0; ; ridge = ridge === 0 ? 1e-10 : ridge * 100) {
    const damped = curvature.slice();
    for (let n = 0; n < size; n++) {
      damped[n * size + n] = curvature[n * size + n]! * (1 + ridge) + (ridge > 0 ? 1e-12 : 0);
    }
    const move = solvePositiveDefinite(damped, gradient, size);
    if (move) return move;
    if (ridge > 1e6) return new Float64Array(size);
  }
}

function moveLength(move: Float64Array, curvature: Float64Array, size: number): number {
  let sum = 0;
  for (let n = 0; n < size; n++) sum += move[n]! ** 2 * curvature[n * size + n]!;
  return Math.sqrt(sum);
}
