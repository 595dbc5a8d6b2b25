import { refillTokens } from "~/lib/token-bucket";
import { MAX_HELD_MS } from "./call-lease";

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
  /** The call may be made after this delay. */
  | { readonly kind: "go"; readonly afterMs: number }
  /** No call may be made soon. */
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

/** Calls that were taken from a bucket, or none. */
export type TakenCalls =
  | {
      readonly kind: "go";
      /** The delay until the call may be made. */
      readonly afterMs: number;
      /** The same for each further call, which may be held until `MAX_HELD_MS` later. */
      readonly spareMs: readonly number[];
    }
  | Extract<TokenOutcome, { readonly kind: "wait" }>;

/**
 * Takes a call that may be made within `maxWaitMs`, and up to `spare` further calls: at most half of those of the next
 * `MAX_HELD_MS`, so that other processes find some. However long spare calls are held, any t seconds have at most rate x (t + 1) calls:
 * the bucket holds so much less than one second of calls as may be held outside.
 */
export function takeCalls(
  bucket: Bucket,
  nowMs: number,
  { maxWaitMs, spare = 0 }: { readonly maxWaitMs: number; readonly spare?: number },
): { readonly bucket: Bucket; readonly taken: TakenCalls } {
  const { restUntilMs, restReason, ratePerSecond } = bucket;
  if (restUntilMs !== null && restUntilMs > nowMs) {
    const taken = {
      kind: "wait",
      retryAfterMs: restUntilMs - nowMs,
      reason: restReason ?? "rate_limited",
    } as const;
    return { bucket, taken };
  }
  const refilled = refill(bucket, nowMs);
  const afterMsOf = (left: number) => (left >= 0 ? 0 : (-left / ratePerSecond) * 1_000);
  const left = refilled.tokens - 1;
  const afterMs = afterMsOf(left);
  if (afterMs > maxWaitMs) {
    const retryAfterMs = afterMs - maxWaitMs;
    return { bucket, taken: { kind: "wait", retryAfterMs, reason: "rate_limited" } };
  }
  const soon = Math.max(0, Math.floor(left + heldCalls(ratePerSecond)));
  const spares = heldCalls(ratePerSecond) === 0 ? 0 : Math.min(spare, Math.ceil(soon / 2));
  const spareMs = Array.from({ length: spares }, (_, i) => afterMsOf(left - i - 1));
  return {
    bucket: { ...refilled, tokens: left - spares },
    taken: { kind: "go", afterMs, spareMs },
  };
}

/**
 * The bucket after an answer that reports the rate limit: at most one token more than the provider allows.
 *
 * @param held calls that this process holds
 * @returns the same bucket if the answer says nothing new
 */
export function adoptReportedRate(
  bucket: Bucket,
  { perSecond, remaining }: Pace,
  nowMs: number,
  held = 0,
): Bucket {
  const refilled = refill(bucket, nowMs);
  const tokens = Math.min(refilled.tokens, remaining - held, capacity(perSecond));
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

/** Calls that may be held outside the bucket. At a low rate none: each call has its own statement anyway. */
function heldCalls(ratePerSecond: number): number {
  const calls = (ratePerSecond * MAX_HELD_MS) / 1_000;
  return calls >= 2 ? calls : 0;
}

const capacity = (ratePerSecond: number) => Math.max(1, ratePerSecond - heldCalls(ratePerSecond));
