/** Facts of a shop's subscribers. */
export interface SubscriberFacts {
  /** Expected net margin of an email, in minor units. */
  readonly netPerEmail: number;
  /** Emails that a subscriber gets in 28 days. */
  readonly emailsPer28Days: number;
  /** Probability in [0, 1] that one email loses a subscriber. */
  readonly lossRate: number;
}

/** Bounds in periods of 28 days: no shop knows what its subscribers earn beyond two years. */
const MIN_PERIODS = 3;
const MAX_PERIODS = 26;

/**
 * What a shop loses with a subscriber: what they would have earned with email until they leave anyway, as an
 * exponential lifetime with the shop's own loss rate, from 3 to 26 periods of 28 days.
 *
 * @returns ≥ 0, in the money of `netPerEmail`
 */
export function costOfLostSubscriber({
  netPerEmail,
  emailsPer28Days,
  lossRate,
}: SubscriberFacts): number {
  const lostPerPeriod = emailsPer28Days * lossRate;
  const periods = lostPerPeriod > 0 ? 1 / lostPerPeriod : MAX_PERIODS;
  const bounded = Math.min(MAX_PERIODS, Math.max(MIN_PERIODS, periods));
  return Math.max(0, netPerEmail) * emailsPer28Days * bounded;
}
