import { LRUCache } from "lru-cache";
import type { ShopId } from "./shop-id";

interface Kept {
  readonly value: unknown;
  readonly countedAtMs: number;
  isBeingCounted: boolean;
}

/** A count that may be shown again. */
export interface Counted<Value> {
  readonly value: Value;
  /** ISO time, which the page shows; null: half a minute ago at most. */
  readonly countedAt: string | null;
}

interface KeepOptions<Value> {
  readonly now: Date;
  /** How many rows were counted. Few are counted each time. */
  readonly sizeOf: (value: Value) => number;
}

const MAX_KEPT = 2_000;
/** Counting fewer rows takes milliseconds. */
const MIN_SIZE = 10_000;
/** What is older is counted again, while it is shown once more. */
const FRESH_MS = 30_000;
/** What is older is not shown. */
const MAX_AGE_MS = 900_000;

const kept = new LRUCache<string, Kept>({ max: MAX_KEPT });

/**
 * A count over the rows of a large shop, which is shown again for half a minute. After that a page still shows it, and
 * counts again in the background, until it is a quarter of an hour old. Keeps numbers, never personal data.
 *
 * @param key what is counted, within the shop
 * @param count may outlive the request, so it must not use a transaction
 */
export async function keepCount<Value>(
  shopId: ShopId,
  key: string,
  { now, sizeOf }: KeepOptions<Value>,
  count: () => Promise<Value>,
): Promise<Counted<Value>> {
  const id = `${shopId}/${key}`;
  const countAgain = async () => {
    const value = await count();
    if (sizeOf(value) < MIN_SIZE) kept.delete(id);
    else kept.set(id, { value, countedAtMs: now.getTime(), isBeingCounted: false });
    return { value, countedAt: null };
  };
  const known = kept.get(id);
  const ageMs = known ? now.getTime() - known.countedAtMs : Infinity;
  if (!known || ageMs < 0 || ageMs > MAX_AGE_MS) return countAgain();
  if (ageMs > FRESH_MS && !known.isBeingCounted) {
    known.isBeingCounted = true;
    // The next page view tries again.
    void countAgain().catch(() => (known.isBeingCounted = false));
  }
  return {
    value: known.value as Value,
    countedAt: ageMs > FRESH_MS ? new Date(known.countedAtMs).toISOString() : null,
  };
}
