import {
  discreteLaplaceVariance,
  drawDiscreteLaplace,
  type RandomIntegers,
} from "./discrete-laplace";

/**
 * How far counts move in all, in absolute values, if one person's data are replaced: each person adds 1 to one count
 * at most, so they leave one count and enter another.
 */
const SENSITIVITY = 2;

/**
 * Counts with noise, of which each person adds 1 to one count at most: discrete Laplace noise of scale 2 / ε in each, so
 * that replacing any person's data changes the probability of any result by a factor of e^ε at most. Removing a
 * person's data changes it by e^(ε / 2) at most.
 *
 * - A. Ghosh, T. Roughgarden, M. Sundararajan. Universally utility-maximizing privacy mechanisms. SIAM J. on
 *   Computing 41(6), 2012. doi:10.1137/09076828X
 *
 * @param epsilon a positive multiple of 0.001
 */
export function addLaplaceNoise(
  counts: Int32Array,
  epsilon: number,
  random: RandomIntegers,
): Int32Array {
  const scale = scaleOf(epsilon);
  return counts.map((count) => count + drawDiscreteLaplace(scale, random));
}

/** The variance of each count's noise. */
export const laplaceNoiseVariance = (epsilon: number) => discreteLaplaceVariance(scaleOf(epsilon));

const THOUSAND = 1_000;

/** @throws RangeError for an ε that is not a positive multiple of 0.001 */
function scaleOf(epsilon: number) {
  const under = Math.round(epsilon * THOUSAND);
  if (under < 1 || Math.abs(under - epsilon * THOUSAND) > 1e-6) {
    throw new RangeError(`ε is not a positive multiple of 0.001: ${epsilon}`);
  }
  return { over: SENSITIVITY * THOUSAND, under };
}
