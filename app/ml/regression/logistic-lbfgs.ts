import { minimize } from "../numerics/minimize";
import { requireFiniteFeatures, standardErrorsOf, type LogisticModel } from "./logistic-model";
import { curvatureAt, penaltyOf, slopeAt, type LabeledRows } from "./logistic-slopes";

/**
 * Finds the solution of `fitLogistic` by L-BFGS, which needs only gradients. For wide rows, for which each curvature
 * would cost rows × width²; it is computed once, at the solution.
 *
 * - D. Liu, J. Nocedal. On the limited memory BFGS method for large scale optimization.
 *   Mathematical Programming 45, 1989. doi:10.1007/BF01589116
 *
 * Cost: O(rows × width) for each of about 20 to 100 steps, O(rows × width² + width³) at the end.
 *
 * @param penalty ≥ 0, in units of one over squared weight; 0 has no solution for separable classes @throws RangeError
 * when a feature is not finite, or a label is neither 0 nor 1
 */
export function fitLogisticByLbfgs(rows: LabeledRows, penalty: number): LogisticModel {
  const size = rows.width + 1;
  const cost = (theta: Float64Array) => {
    const { gain, gradient } = slopeAt(rows, theta, penalty);
    return { value: -gain, gradient: gradient.map((slope) => -slope) };
  };
  const start = new Float64Array(size);
  requireFiniteFeatures(rows.labels, cost(start).gradient);
  const { at: theta, value, converged } = minimize(cost, start, 1e-10);
  const curvature = curvatureAt(rows, theta, penalty);
  return {
    theta,
    logLikelihood: penaltyOf(theta, penalty) - value,
    curvature,
    standardErrors: standardErrorsOf(curvature, size),
    converged,
  };
}
