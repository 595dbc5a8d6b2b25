import { LRUCache } from "lru-cache";
import { refillTokens } from "./token-bucket";

export interface RateLimitOptions {
  readonly perSecond: number;
  /** Number of calls allowed at once after a pause. */
  readonly burst: number;
}

/** Whether one more call from `key` is allowed now. */
export type RateLimit = (key: string, nowMs: number) => boolean;

/** Maximum number of keys in memory; an evicted key starts with a full bucket. */
const MAX_KEYS = 20_000;

/**
 * A token bucket per key: starts with `burst` tokens, refills `perSecond`, and takes one per allowed call. `nowMs` is
 * any monotonic clock.
 */
export function createRateLimit({ perSecond, burst }: RateLimitOptions): RateLimit {
  const buckets = new LRUCache<string, { tokens: number; atMs: number }>({ max: MAX_KEYS });
  return (key, nowMs) => {
    const { tokens, atMs } = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    const left = refillTokens(tokens, nowMs - atMs, { perSecond, capacity: burst });
    const isAllowed = left >= 1;
    buckets.set(key, { tokens: isAllowed ? left - 1 : left, atMs: nowMs });
    return isAllowed;
  };
}
