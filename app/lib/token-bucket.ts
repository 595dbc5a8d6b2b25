/** Refill rate and capacity of a token bucket. */
export interface BucketLimits {
  readonly perSecond: number;
  readonly capacity: number;
}

/** The tokens after `elapsedMs`. A clock that was set back adds none. */
export function refillTokens(tokens: number, elapsedMs: number, limits: BucketLimits): number {
  const added = (Math.max(0, elapsedMs) * limits.perSecond) / 1_000;
  return Math.min(limits.capacity, tokens + added);
}
