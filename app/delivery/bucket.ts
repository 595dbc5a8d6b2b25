import { refillTokens } from "~/lib/token-bucket";

/** A provider's rate limit, from the headers of its answers. */
export interface Pace {
  readonly perSecond: number;
  /** Calls left in the current window. */
  readonly remaining: number;
}

/** A token bucket of calls. Times are milliseconds of one clock. */
export interface Bucket {
  /** Available tokens; negative while promised calls wait. */
  readonly tokens: number;
  /** > 0 */
  readonly ratePerSecond: number;
  readonly refilledAtMs: number;
  /** No call before this time. */
  readonly restUntilMs: number | null;
  readonly restReason: PauseReason | null;
}

export type PauseReason = "rate_limited" | "quota_exhausted" | "unreachable";

export type TokenOutcome =
  /** The token is taken; make the call after this delay. */
  | { readonly kind: "go"; readonly afterMs: number }
  /** No token is taken: none is available soon. */
  | { readonly kind: "wait"; readonly retryAfterMs: number; readonly reason: PauseReason };

/** Assumed rate before the first answer: the lowest that Resend documents. */
const FIRST_RATE = 2;

/** A full bucket. */
export function newBucket(nowMs: number): Bucket {
  return {
    tokens: FIRST_RATE,
    ratePerSecond: FIRST_RATE,
    refilledAtMs: nowMs,
    restUntilMs: null,
    restReason: null,
  };
}

/**
 * Takes a token, now or within `maxWaitMs`. The bucket holds one second of calls, so any t seconds have at
 * most rate × (t + 1) calls.
 */
export function takeToken(
  bucket: Bucket,
  nowMs: number,
  maxWaitMs: number,
): { readonly bucket: Bucket; readonly turn: TokenOutcome } {
  const { restUntilMs, restReason, ratePerSecond } = bucket;
  if (restUntilMs !== null && restUntilMs > nowMs) {
    const turn = {
      kind: "wait",
      retryAfterMs: restUntilMs - nowMs,
      reason: restReason ?? "rate_limited",
    } as const;
    return { bucket, turn };
  }
  const refilled = refill(bucket, nowMs);
  const left = refilled.tokens - 1;
  const afterMs = left >= 0 ? 0 : (-left / ratePerSecond) * 1_000;
  return afterMs <= maxWaitMs
    ? { bucket: { ...refilled, tokens: left }, turn: { kind: "go", afterMs } }
    : {
        bucket: refilled,
        turn: { kind: "wait", retryAfterMs: afterMs - maxWaitMs, reason: "rate_limited" },
      };
}

/**
 * The bucket after an answer that reports the rate limit: at most one token more than the provider allows.
 *
 * @returns the same bucket if the answer says nothing new
 */
export function adoptReportedRate(
  bucket: Bucket,
  { perSecond, remaining }: Pace,
  nowMs: number,
): Bucket {
  const refilled = refill(bucket, nowMs);
  const tokens = Math.min(refilled.tokens, remaining, capacity(perSecond));
  // The call itself, which the bucket may have refilled since, is not worth a write while calls are left.
  const isKnown = perSecond === bucket.ratePerSecond && refilled.tokens - tokens <= 1;
  if (isKnown && remaining > 0) return bucket;
  return { ...refilled, ratePerSecond: perSecond, tokens };
}

/** The bucket after a refusal: empty and paused. */
export function pauseBucket(
  bucket: Bucket,
  reason: PauseReason,
  forMs: number,
  nowMs: number,
): Bucket {
  const refilled = refill(bucket, nowMs);
  const restUntilMs = Math.max(nowMs + forMs, bucket.restUntilMs ?? 0);
  return { ...refilled, tokens: Math.min(refilled.tokens, 0), restUntilMs, restReason: reason };
}

function refill(bucket: Bucket, nowMs: number): Bucket {
  const { tokens, ratePerSecond, refilledAtMs } = bucket;
  const limits = { perSecond: ratePerSecond, capacity: capacity(ratePerSecond) };
  return {
    ...bucket,
    tokens: refillTokens(tokens, nowMs - refilledAtMs, limits),
    refilledAtMs: Math.max(nowMs, refilledAtMs),
    ...(bucket.restUntilMs !== null &&
      bucket.restUntilMs <= nowMs && { restUntilMs: null, restReason: null }),
  };
}

const capacity = (ratePerSecond: number) => Math.max(1, ratePerSecond);
