import type { Beta } from "./beta-distribution";
import type { RandomNumbers } from "./random";

/**
 * A draw from the normal distribution of mean 0 and deviation 1, by the polar method.
 *
 * - G. Marsaglia, T. Bray. A convenient method for generating normal variables. SIAM Review 6(3),
 *   1964. doi:10.1137/1006063
 */
export function drawNormal(random: RandomNumbers): number {
  for (;;) {
    const x = 2 * random.nextFloat() - 1;
    const y = 2 * random.nextFloat() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/**
 * A draw from the gamma distribution of a shape > 0 and rate 1.
 *
 * - G. Marsaglia, W. Tsang. A simple method for generating gamma variables. ACM TOMS 26(3), 2000.
 *   doi:10.1145/358407.358414
 */
export function drawGamma(shape: number, random: RandomNumbers): number {
  // The method needs a shape of at least 1, so a larger shape's draw is scaled down.
  if (shape < 1) return drawGamma(shape + 1, random) * random.nextFloat() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = drawNormal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = random.nextFloat();
    if (u < 1 - 0.0331 * x ** 4) return d * v;
    if (Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** A draw from a Beta distribution, in [0, 1]. */
export function drawBeta({ a, b }: Beta, random: RandomNumbers): number {
  const yes = drawGamma(a, random);
  return yes / (yes + drawGamma(b, random));
}

/**
 * The number of successes in `trials`, each with probability `chance`: skips from one success to the next by a
 * geometric distance. Cost: O(trials × chance).
 *
 * @param trials integer ≥ 0
 * @param chance in [0, 1]
 */
export function drawBinomial(trials: number, chance: number, random: RandomNumbers): number {
  if (chance > 0.5) return trials - drawBinomial(trials, 1 - chance, random);
  if (!(chance > 0)) return 0;
  const logMiss = Math.log1p(-chance);
  let successes = 0;
  // 1 − a number in [0, 1) is never 0, so its logarithm is finite.
  for (let at = 0; ; successes++) {
    at += 1 + Math.floor(Math.log(1 - random.nextFloat()) / logMiss);
    if (at > trials) return successes;
  }
}
