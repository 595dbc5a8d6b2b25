import type { RandomNumbers } from "../numerics/random";

/** Only exact uniform integers are used: rounded logarithms would reveal what the noise has to hide. */
export type RandomIntegers = Pick<RandomNumbers, "nextInteger">;

/** A positive rational number. Both parts are integers ≥ 1. */
export interface Rational {
  readonly over: number;
  readonly under: number;
}

/**
 * A draw from the discrete Laplace distribution of a rational scale b: each integer x has the probability
 * tanh(1 / 2b) × exp(−|x| / b). Integer arithmetic only, so it has exactly this distribution if the integers are uniform.
 *
 * - C. Canonne, G. Kamath, T. Steinke. The discrete Gaussian for differential privacy. NeurIPS 2020, algorithm 2.
 *   doi:10.48550/arXiv.2004.00010
 *
 * @param scale its numerator at most 2^20, so that products stay exact
 */
export function drawDiscreteLaplace({ over, under }: Rational, random: RandomIntegers): number {
  for (;;) {
    const rest = random.nextInteger(over);
    if (!drawsExponential({ over: rest, under: over }, random)) continue;
    let wholes = 0;
    while (drawsExponential({ over: 1, under: 1 }, random)) wholes++;
    const size = Math.floor((rest + over * wholes) / under);
    const isNegative = random.nextInteger(2) === 1;
    // Zero has one sign only.
    if (isNegative && size === 0) continue;
    return isNegative ? -size : size;
  }
}

/**
 * True with the probability exp(−γ), exactly: algorithm 1 of the same article.
 * @param gamma in [0, 1]; its numerator may be 0
 */
export function drawsExponential({ over, under }: Rational, random: RandomIntegers): boolean {
  let tries = 1;
  while (random.nextInteger(under * tries) < over) tries++;
  return tries % 2 === 1;
}

/** The variance of `drawDiscreteLaplace`. */
export function discreteLaplaceVariance({ over, under }: Rational): number {
  const ratio = Math.exp(-under / over);
  return (2 * ratio) / (1 - ratio) ** 2;
}
