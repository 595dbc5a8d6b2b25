import { invertPositiveDefinite, solvePositiveDefinite } from "../matrices/cholesky";

/**
 * Windows of 28 days, counted together where they are alike: cell `n` is `windows[n]` windows of
 * persons of `segmentOf[n]` who got `mails[n]` mails in each; `lost[n]` of them ended with an
 * unsubscribe or a complaint. A person's window counts as long as the person could be lost.
 */
export interface MailWindows {
  /** ≥ 1; who got none has nothing to unsubscribe from. */
  readonly mails: ArrayLike<number>;
  readonly segmentOf: ArrayLike<number>;
  readonly windows: ArrayLike<number>;
  readonly lost: ArrayLike<number>;
  /** Number of segments, ≥ 0. */
  readonly segments: number;
}

/** Plain values: a fitted model can be stored. */
export interface MailTolerance {
  /** Logit of the hazard of one mail in 28 days; its growth with ln(mails); one offset a segment. */
  readonly theta: Float64Array;
  /** Of `theta`, (2 + segments)², row-major. */
  readonly covariance: Float64Array;
}

/**
 * What is believed before anything is seen, as mean and deviation: that some .2 % leave in a window
 * with one mail, that twice the mails are twice the risk, and that segments differ by a half. Some
 * dozens of people lost outweigh it.
 */
const PRIOR = {
  start: { mean: Math.log(0.002 / 0.998), deviation: 1 },
  growth: { mean: 1, deviation: 0.5 },
  segment: { mean: 0, deviation: 0.5 },
};

const MAX_STEPS = 50;

/**
 * Fits how the chance to lose somebody within 28 days grows with the mails of these days: a
 * discrete-time hazard, pooled over all persons, with segments held to the store by the prior.
 *
 * logit hazard = θ₀ + θ₁ × ln(mails) + offset of the segment
 *
 * θ₁ = 1 says that each mail bears the same risk, above 1 that each one more bears more. It is the
 * most likely one under a normal prior (by Newton), and its covariance that of the curvature there.
 *
 * - J. Singer, J. Willett. It's about time: using discrete-time survival analysis to study duration
 *   and the timing of events. J. of Educational Statistics 18(2), 1993. doi:10.3102/10769986018002155
 *
 * Cost: O(cells × steps + segments³).
 */
export function fitMailTolerance(data: MailWindows): MailTolerance {
  const size = 2 + data.segments;
  let theta = priorsOf(data.segments).means;
  let now = posteriorAt(data, theta);
  for (let step = 0; step < MAX_STEPS; step++) {
    // The prior alone makes the curvature positive definite.
    const move = solvePositiveDefinite(now.curvature, now.gradient, size);
    if (!move) break;
    let scale = 1;
    let next = theta;
    let there = now;
    do {
      next = theta.map((value, n) => value + scale * move[n]!);
      there = posteriorAt(data, next);
      scale /= 2;
    } while (there.gain < now.gain && scale > 1e-8);
    if (there.gain < now.gain) break;
    theta = next;
    now = there;
    if (move.every((value) => Math.abs(value) < 1e-9)) break;
  }
  const covariance = invertPositiveDefinite(now.curvature, size) ?? new Float64Array(size * size);
  return { theta, covariance };
}

export interface Hazard {
  /** Chance to lose the person within the 28 days, in (0, 1). */
  readonly chance: number;
  readonly low: number;
  readonly high: number;
}

const NORMAL_95 = 1.959964;

/**
 * The chance to lose somebody of a segment who gets so many mails in 28 days, with its 95 % interval.
 *
 * @param mails ≥ 1
 * @param segment as it was when fitting; one that is not known counts as the store
 */
export function hazardOf(
  { theta, covariance }: MailTolerance,
  segment: number,
  mails: number,
): Hazard {
  const size = theta.length;
  const x = new Float64Array(size);
  x[0] = 1;
  x[1] = Math.log(mails);
  const isKnown = segment >= 0 && segment + 2 < size;
  if (isKnown) x[2 + segment] = 1;
  let logit = 0;
  let variance = isKnown ? 0 : PRIOR.segment.deviation ** 2;
  for (let n = 0; n < size; n++) {
    logit += theta[n]! * x[n]!;
    for (let m = 0; m < size; m++) variance += x[n]! * covariance[n * size + m]! * x[m]!;
  }
  const reach = NORMAL_95 * Math.sqrt(variance);
  return { chance: chanceOf(logit), low: chanceOf(logit - reach), high: chanceOf(logit + reach) };
}

/**
 * How many mails in 28 days a segment bears: the most at which the hazard, at the upper end of its
 * interval, stays below a limit.
 *
 * @param mostHazard share of the people that may be lost in 28 days, in (0, 1)
 * @param mostMails never more than so many
 * @returns 1 … mostMails; 1 also where even one mail may be too many
 */
export function toleratedMails(
  model: MailTolerance,
  segment: number,
  { mostHazard, mostMails }: { mostHazard: number; mostMails: number },
): number {
  let mails = 1;
  while (mails < mostMails && hazardOf(model, segment, mails + 1).high <= mostHazard) mails++;
  return mails;
}

function priorsOf(segments: number) {
  const priors = [
    PRIOR.start,
    PRIOR.growth,
    ...Array.from({ length: segments }, () => PRIOR.segment),
  ];
  return {
    means: Float64Array.from(priors, ({ mean }) => mean),
    precisions: Float64Array.from(priors, ({ deviation }) => 1 / deviation ** 2),
  };
}

/** The logarithm of likelihood × prior, its slope, and minus its second derivatives. */
function posteriorAt(
  { mails, segmentOf, windows, lost, segments }: MailWindows,
  theta: Float64Array,
) {
  const { means, precisions } = priorsOf(segments);
  const size = theta.length;
  const gradient = theta.map((value, n) => precisions[n]! * (means[n]! - value));
  const curvature = new Float64Array(size * size);
  let gain = 0;
  for (let n = 0; n < size; n++) {
    curvature[n * size + n] = precisions[n]!;
    gain -= (precisions[n]! * (theta[n]! - means[n]!) ** 2) / 2;
  }
  for (let cell = 0; cell < mails.length; cell++) {
    const offset = 2 + segmentOf[cell]!;
    const places = [0, 1, offset];
    const x = [1, Math.log(mails[cell]!), 1];
    const logit = theta[0]! + theta[1]! * x[1]! + theta[offset]!;
    const chance = chanceOf(logit);
    const count = windows[cell]!;
    gain += lost[cell]! * logit - count * Math.log1p(Math.exp(logit));
    const error = lost[cell]! - count * chance;
    const weight = count * chance * (1 - chance);
    places.forEach((row, n) => {
      gradient[row]! += error * x[n]!;
      places.forEach((column, m) => (curvature[row * size + column]! += weight * x[n]! * x[m]!));
    });
  }
  return { gain, gradient, curvature };
}

function chanceOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
