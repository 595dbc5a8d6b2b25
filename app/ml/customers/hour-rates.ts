import { betaMean, betaQuantile, betaVariance, type Beta } from "../numerics/beta-distribution";
import { logGamma } from "../numerics/special-functions";

/** Hours of a day in the person's local time. */
export const HOURS = 24;

/** The data for each hour of the day. Both arrays have length `HOURS` and may be weighted. */
export interface HourCounts {
  /** Responses: emails that led to a human click, a visit or an order. 0 … exposures. */
  readonly responses: ArrayLike<number>;
  /** Exposures: emails delivered at that hour. ≥ 0. */
  readonly exposures: ArrayLike<number>;
}

/** The posterior of the response rate at each hour of a person's day. Plain values. */
export interface HourRates {
  /** One Beta per hour. */
  readonly betas: readonly Beta[];
  /** Standard error of the level common to all hours, relative to it. */
  readonly levelError: number;
}

/** Weight of the parent's level, in responses. */
const LEVEL_PRIOR = 1;
const LARGEST_RATE = 0.99;

/**
 * Posterior of a person's rates, with prior `parent`: the parent's shape over the day, at the person's own level,
 * updated at each hour. The level is estimated over all hours, so that a responsive person who was only emailed at
 * noon does not appear to prefer noon. An uncertain parent has less weight: its variance and that of the children
 * around it add up.
 *
 * @param parent must not include the same counts
 * @param strength number of exposures at which the data weighs as much as a certain parent, > 0
 */
export function updateHourRates(
  parent: HourRates,
  { responses, exposures }: HourCounts,
  strength: number,
): HourRates {
  const { means, seen } = scaleToLevel(parent, { responses, exposures });
  const betas = means.map((mean, hour) => {
    const { a, b } = parent.betas[hour]!;
    const held = 1 / (1 / strength + 1 / (a + b));
    return {
      a: held * mean + responses[hour]!,
      b: held * (1 - mean) + exposures[hour]! - responses[hour]!,
    };
  });
  return { betas, levelError: 1 / Math.sqrt(seen) };
}

/** The parent's means, multiplied by the ratio of observed to expected responses. */
export function scaleToLevel({ betas }: HourRates, { responses, exposures }: HourCounts) {
  const parent = betas.map(betaMean);
  let seen = LEVEL_PRIOR;
  let expected = LEVEL_PRIOR;
  for (let hour = 0; hour < HOURS; hour++) {
    seen += responses[hour]!;
    expected += exposures[hour]! * parent[hour]!;
  }
  return { means: parent.map((mean) => Math.min(LARGEST_RATE, (mean * seen) / expected)), seen };
}

/** Responses at one hour: the outcome of a number of exposures with the expected rate `mean`. */
export interface HourCell {
  readonly responses: number;
  readonly exposures: number;
  readonly mean: number;
}

/** Each four times the previous one, since values in between do not separate customers. */
const STRENGTHS = Array.from({ length: 10 }, (_, n) => 4 ** (n + 1));

/**
 * The strength of maximum likelihood, with each cell beta-binomial around its own mean: large if hours vary only by
 * chance. Candidates are 4, 16 … 4¹⁰, ties to the larger. Cost: O(10 × cells).
 */
export function fitStrength(cells: readonly HourCell[]): number {
  const gains = STRENGTHS.map((strength) =>
    cells.reduce((sum, cell) => sum + logLikelihood(cell, strength), 0),
  );
  return STRENGTHS[gains.lastIndexOf(Math.max(...gains))]!;
}

function logLikelihood({ responses, exposures, mean }: HourCell, strength: number): number {
  const a = strength * mean;
  const b = strength - a;
  return (
    logGamma(a + responses) -
    logGamma(a) +
    logGamma(b + exposures - responses) -
    logGamma(b) -
    logGamma(strength + exposures) +
    logGamma(strength)
  );
}

export interface BestHour {
  /** The hour with the highest mean, 0 … 23, ties to the earlier. */
  readonly hour: number;
  /** Its mean response rate. */
  readonly rate: number;
  /** The rate's gain over the mean of the other hours, with its interval. */
  readonly gain: number;
  readonly gainLow: number;
  readonly gainHigh: number;
}

/**
 * The best hour and its gain over the others, with an interval from the Beta quantiles of both. It has a Bonferroni
 * correction for 24 comparisons, since the best of many always exceeds their mean.
 *
 * - G. Zou, A. Donner. Construction of confidence limits about effect measures: a general approach.
 *   Statistics in Medicine 27(10), 2008. doi:10.1002/sim.3095 (the interval of the difference)
 *
 * @param confidence of the interval, in (0, 1)
 */
export function bestHourOf({ betas, levelError }: HourRates, confidence = 0.95): BestHour {
  const means = betas.map(betaMean);
  const hour = means.indexOf(Math.max(...means));
  const best = betas[hour]!;
  const others = meanOf(
    betas.filter((_, n) => n !== hour),
    levelError,
  );
  const tail = (1 - confidence) / 2 / HOURS;
  const [rate, other] = [betaMean(best), betaMean(others)];
  const gain = rate - other;
  const below = rate - betaQuantile(best, tail);
  const above = betaQuantile(best, 1 - tail) - rate;
  const otherBelow = other - betaQuantile(others, tail);
  const otherAbove = betaQuantile(others, 1 - tail) - other;
  return {
    hour,
    rate,
    gain,
    gainLow: gain - Math.hypot(below, otherAbove),
    gainHigh: gain + Math.hypot(above, otherBelow),
  };
}

/** The Beta that approximates the mean of the hours, with independent errors and that of their common level. */
function meanOf(betas: readonly Beta[], levelError: number): Beta {
  const mean = betas.reduce((sum, beta) => sum + betaMean(beta), 0) / betas.length;
  const samplingVariance =
    betas.reduce((sum, beta) => sum + betaVariance(beta), 0) / betas.length ** 2;
  // Upper bound of a probability's variance, reached by a variable that is 0 or 1.
  const variance = Math.min(samplingVariance + (levelError * mean) ** 2, 0.99 * mean * (1 - mean));
  const strength = (mean * (1 - mean)) / variance - 1;
  return { a: mean * strength, b: (1 - mean) * strength };
}
