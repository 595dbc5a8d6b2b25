/**
 * P(Z > z) of the standard normal distribution, with 14 digits up to z = 7 and 8 digits beyond.
 *
 * - J. Hart et al. Computer Approximations, 1968, algorithm 5666, as in G. West. Better approximations to cumulative
 *   normal functions. Wilmott Magazine, May 2005.
 *
 * @param z any number @returns in [0, 1]
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp(-(z * z) / 2);
  if (z < 7.07106781186547) return (density * polynomial(ABOVE, z)) / polynomial(BELOW, z);
  return density / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) / 2.506628274631;
}

/** P(Z ≤ z) of the standard normal distribution. */
export const normalCdf = (z: number): number => normalTail(-z);

/**
 * The z that a standard normal variable exceeds with this probability, by bisection.
 *
 * @param tail in (0, 1)
 */
export function normalQuantileAbove(tail: number): number {
  if (tail > 0.5) return -normalQuantileAbove(1 - tail);
  let [low, high] = [0, 38];
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Coefficients from the highest power down. */
const ABOVE = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const BELOW = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
  637.333633378831, 793.826512519948, 440.413735824752,
];

const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);

/** The quantile of a two-sided 95% interval. */
export const Z_95 = 1.959964;
