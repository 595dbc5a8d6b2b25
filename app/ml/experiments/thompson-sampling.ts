import type { Beta } from "../numerics/beta-distribution";
import type { RandomNumbers } from "../numerics/random";
import { drawBeta } from "../numerics/random-draws";
import { splitByShares, type ArmCounts } from "./arms";

export interface ThompsonOptions {
  /** The prior of an arm's click rate; see `sharedPrior`. */
  readonly prior: Beta;
  /** Number of draws that estimate the probability of being the best, ≥ 1. */
  readonly draws: number;
  /**
   * Exponent of the probability of being the best, to which an arm's share is proportional, > 0. 1 is Thompson
   * sampling, which assumes an unlimited number of sends; with a limit, late insights earn nothing, and a higher
   * exponent earns more.
   */
  readonly sharpness: number;
}

/**
 * Splits the next sends among arms by their probability of being the best, sampled from their posteriors. It never
 * commits, so an arm with bad luck is tried again.
 *
 * - W. Thompson. On the likelihood that one unknown probability exceeds another in view of the
 *   evidence of two samples. Biometrika 25, 1933. doi:10.1093/biomet/25.3-4.285
 * - O. Chapelle, L. Li. An empirical evaluation of Thompson sampling. NeurIPS 2011 (why less exploration earns more;
 *   there by a smaller variance).
 *
 * Cost: O(draws × arms).
 *
 * @param sends integer ≥ 0 @returns sends per arm, with sum `sends`
 */
export function allocateByThompson(
  counts: ArmCounts,
  sends: number,
  options: ThompsonOptions,
  random: RandomNumbers,
): Int32Array {
  const chances = probabilitiesToBeBest(counts, options, random);
  return splitByShares(
    sends,
    chances.map((chance) => chance ** options.sharpness),
  );
}

/** Each arm's share of the draws in which it had the highest rate; the sum is 1. */
export function probabilitiesToBeBest(
  { sends, clicks }: ArmCounts,
  { prior, draws }: Pick<ThompsonOptions, "prior" | "draws">,
  random: RandomNumbers,
): Float64Array {
  const wins = new Float64Array(sends.length);
  for (let draw = 0; draw < draws; draw++) {
    let best = 0;
    let highest = -1;
    for (let arm = 0; arm < wins.length; arm++) {
      const seen = { a: prior.a + clicks[arm]!, b: prior.b + sends[arm]! - clicks[arm]! };
      const rate = drawBeta(seen, random);
      if (rate > highest) [best, highest] = [arm, rate];
    }
    wins[best]!++;
  }
  return wins.map((count) => count / draws);
}
