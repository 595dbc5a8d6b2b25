import { minimize } from "../numerics/minimize";
import { predictLinear, type MeasuredRows } from "./least-squares";

/** A forecast below this share of the mean counts as this share: below it, a single payment would outweigh all others. */
const MIN_SHARE = 0.01;

/**
 * Fits mean amounts exp(θ₀ + θ·x), where most amounts may be 0 and the others vary by their size: a compound Poisson and
 * gamma distribution, Tweedie's with power 1.5. The deviance is convex in θ, so there is one minimum, found by L-BFGS.
 *
 * - B. Jørgensen, M. C. Paes de Souza. Fitting Tweedie's compound Poisson model to insurance claims data. Scandinavian
 *   Actuarial Journal, 1994. doi:10.1080/03461238.1994.10413930
 *
 * Cost: O(rows × width) for each of about 20 to 100 steps.
 *
 * @param rows targets ≥ 0, of which at least one is above 0
 * @param penalty > 0 on the squares of all weights but the intercept, in rows of mean amount
 * @returns the intercept, then one weight per feature; on the scale ln(target)
 * @throws RangeError if no target is above 0 or one is not finite
 */
export function fitTweedie({ features, width, targets }: MeasuredRows, penalty: number) {
  const count = targets.length;
  const scale = meanOf(targets);
  if (!(scale > 0 && scale < Infinity)) throw new RangeError("No amount is above 0.");
  const cost = (theta: Float64Array) => {
    const gradient = new Float64Array(width + 1);
    let value = 0;
    for (let row = 0; row < count; row++) {
      const half = predictLinear(theta, features, row) / 2;
      const [paid, expected] = [(targets[row]! / scale) * Math.exp(-half), Math.exp(half)];
      value += (2 * (paid + expected)) / count;
      const slope = (expected - paid) / count;
      gradient[0]! += slope;
      for (let n = 0; n < width; n++) gradient[n + 1]! += slope * features[row * width + n]!;
    }
    for (let n = 1; n <= width; n++) {
      value += (penalty / count / 2) * theta[n]! ** 2;
      gradient[n]! += (penalty / count) * theta[n]!;
    }
    return { value, gradient };
  };
  const theta = minimize(cost, new Float64Array(width + 1), 1e-8).at;
  theta[0]! += Math.log(scale);
  return theta;
}

/**
 * Each row's deviance of Tweedie's distribution with power 1.5, 4 (√amount − √forecast)² / √forecast, in units of the
 * mean amount. ≥ 0; its mean is least for the mean amount of each kind of row.
 *
 * @param forecasts ≥ 0 @param amounts those below 0 count as 0; at least one is above 0
 */
export function tweedieDeviances(
  forecasts: ArrayLike<number>,
  amounts: ArrayLike<number>,
): Float64Array {
  const mean = meanOf(Array.from(amounts, (amount) => Math.max(0, amount)));
  return Float64Array.from({ length: amounts.length }, (_, row) => {
    const root = Math.sqrt(Math.max(MIN_SHARE, forecasts[row]! / mean));
    return (4 * (Math.sqrt(Math.max(0, amounts[row]!) / mean) - root) ** 2) / root;
  });
}

function meanOf(amounts: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < amounts.length; row++) sum += amounts[row]!;
  return sum / amounts.length;
}
