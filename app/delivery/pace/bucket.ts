/** How fast a provider lets its account be called, as it says in the headers of its answers. */
export interface Pace {
  readonly perSecond: number;
  /** Calls that are left in the window that has begun. */
  readonly remaining: number;
}

/** A token bucket of calls. Instants are milliseconds of one clock. */
export interface Bucket {
  /** Calls that may be made at once; below zero while calls that were promised wait for their time. */
  readonly tokens: number;
  /** > 0 */
  readonly ratePerSecond: number;
  readonly refilledAtMs: number;
  /** Nothing goes before this. */
  readonly restUntilMs: number | null;
  readonly restReason: RestReason | null;
}

export type RestReason = "rate_limited" | "quota_exhausted" | "unreachable";

export type Turn =
  /** The call is counted; make it after so long. */
  | { readonly kind: "go"; readonly afterMs: number }
  /** Not counted: there is no room for it soon. */
  | { readonly kind: "wait"; readonly retryAfterMs: number; readonly reason: RestReason };

/** What is thought of an account that has not answered yet: the least that Resend documents. */
const FIRST_RATE = 2;

/** A bucket that is full. */
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
 * Takes one call out of the bucket, now or within `mostWaitMs`. The bucket
 * holds what comes in within a second, so that in any stretch of t seconds no
 * more than rate × (t + 1) calls go.
 */
export function takeCall(
  bucket: Bucket,
  nowMs: number,
  mostWaitMs: number,
): { readonly bucket: Bucket; readonly turn: Turn } {
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
  return afterMs <= mostWaitMs
    ? { bucket: { ...refilled, tokens: left }, turn: { kind: "go", afterMs } }
    : {
        bucket: refilled,
        turn: { kind: "wait", retryAfterMs: afterMs - mostWaitMs, reason: "rate_limited" },
      };
}

/** The bucket after an answer that told the pace: never more room than the provider sees. */
export function learnPace(bucket: Bucket, { perSecond, remaining }: Pace, nowMs: number): Bucket {
  const refilled = refill(bucket, nowMs);
  return {
    ...refilled,
    ratePerSecond: perSecond,
    tokens: Math.min(refilled.tokens, remaining, capacity(perSecond)),
  };
}

/** The bucket after the provider refused: empty, and nothing goes for a while. */
export function rest(bucket: Bucket, reason: RestReason, forMs: number, nowMs: number): Bucket {
  const refilled = refill(bucket, nowMs);
  const restUntilMs = Math.max(nowMs + forMs, bucket.restUntilMs ?? 0);
  return { ...refilled, tokens: Math.min(refilled.tokens, 0), restUntilMs, restReason: reason };
}

function refill(bucket: Bucket, nowMs: number): Bucket {
  const { tokens, ratePerSecond, refilledAtMs } = bucket;
  const cameIn = (Math.max(0, nowMs - refilledAtMs) * ratePerSecond) / 1_000;
  return {
    ...bucket,
    tokens: Math.min(capacity(ratePerSecond), tokens + cameIn),
    // A clock that went back gives nothing twice.
    refilledAtMs: Math.max(nowMs, refilledAtMs),
    ...(bucket.restUntilMs !== null &&
      bucket.restUntilMs <= nowMs && { restUntilMs: null, restReason: null }),
  };
}

const capacity = (ratePerSecond: number) => Math.max(1, ratePerSecond);
