import { minimize } from "../numerics/minimize";
import type { LabeledRows } from "./logistic-slopes";

/** Steps may stop at this slope relative to the loss: the score is calibrated afterward. */
const TOLERANCE = 1e-6;

/**
 * Fits the score θ₀ + θ·x of a linear support vector machine with the squared hinge, which has a gradient everywhere.
 *
 * minimizes penalty / 2 × Σⱼ θⱼ² + Σ max(0, 1 − y score)², y = −1 or 1
 *
 * - C. Cortes, V. Vapnik. Support-vector networks. Machine Learning 20, 1995. doi:10.1007/BF00994018
 * - R.-E. Fan et al. LIBLINEAR. JMLR 9, 2008. https://www.jmlr.org/papers/v9/fan08a.html (L2-loss)
 *
 * Cost: O(rows × width) for each of about 20 to 100 steps.
 *
 * @param penalty > 0
 * @returns the intercept, then one weight per feature
 */
export function fitLinearSvm(
  { features, width, labels }: LabeledRows,
  penalty: number,
): Float64Array {
  const cost = (theta: Float64Array) => {
    const gradient = new Float64Array(width + 1);
    let value = 0;
    for (let row = 0, start = 0; row < labels.length; row++, start += width) {
      let score = theta[0]!;
      for (let n = 0; n < width; n++) score += theta[n + 1]! * features[start + n]!;
      const side = labels[row] === 1 ? 1 : -1;
      const short = 1 - side * score;
      if (short <= 0) continue;
      value += short ** 2;
      const slope = -2 * side * short;
      gradient[0]! += slope;
      for (let n = 0; n < width; n++) gradient[n + 1]! += slope * features[start + n]!;
    }
    for (let n = 1; n <= width; n++) {
      value += (penalty / 2) * theta[n]! ** 2;
      gradient[n]! += penalty * theta[n]!;
    }
    return { value, gradient };
  };
  return minimize(cost, new Float64Array(width + 1), TOLERANCE).at;
}
