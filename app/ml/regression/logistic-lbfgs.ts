import { minimise } from "../numerics/minimise";
import { requireUsable, standardErrorsOf, type LogisticModel } from "./logistic-model";
import { curvatureAt, penaltyOf, slopeAt, type LabelledRows } from "./logistic-slopes";

/**
 * Fits what `fitLogistic` fits, to the same answer, without solving for steps: by L-BFGS, which
 * needs slopes only. For wide rows, of which each curvature would cost rows × width²; it is
 * measured once, at the answer.
 *
 * - D. Liu, J. Nocedal. On the limited memory BFGS method for large scale optimization.
 *   Mathematical Programming 45, 1989. doi:10.1007/BF01589116
 *
 * Cost: O(rows × width) for each of some 20 to 100 steps, O(rows × width² + width³) at the end.
 *
 * @param penalty ≥ 0, in units of one over squared weight; 0 has no answer where the classes can be
 *   separated without error
 * @throws RangeError when a feature is no finite number, or a label neither 0 nor 1
 */
export function fitLogisticByLbfgs(rows: LabelledRows, penalty: number): LogisticModel {
  const size = rows.width + 1;
  const cost = (theta: Float64Array) => {
    const { gain, gradient } = slopeAt(rows, theta, penalty);
    return { value: -gain, gradient: gradient.map((slope) => -slope) };
  };
  const start = new Float64Array(size);
  requireUsable(rows.labels, cost(start).gradient);
  const { at: theta, value, converged } = minimise(cost, start, 1e-10);
  const curvature = curvatureAt(rows, theta, penalty);
  return {
    theta,
    logLikelihood: penaltyOf(theta, penalty) - value,
    curvature,
    standardErrors: standardErrorsOf(curvature, size),
    converged,
  };
}
