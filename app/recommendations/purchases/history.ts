import { decayByAge } from "~/ml/age-decay";
import { daysBetween, HISTORY_HALF_LIFE_DAYS, type PastPurchase } from "./purchase";

/** A product and how much it says, in (0, 1]. */
export interface WeightedProduct {
  readonly productId: string;
  readonly weight: number;
}

interface Touched {
  readonly history: readonly PastPurchase[];
  readonly lastTouchedProductId: string | null;
  readonly now: Date;
}

/**
 * Every product that the profile kept, once, weighed by how long ago it was last bought. Ordered
 * by id, so that equal histories give equal sums.
 */
export function decayedHistory({
  history,
  now,
}: Pick<Touched, "history" | "now">): WeightedProduct[] {
  const lastAt = new Map<string, Date>();
  for (const { productId, at, returned } of history) {
    const seen = lastAt.get(productId);
    if (!returned && (!seen || at > seen)) lastAt.set(productId, at);
  }
  return [...lastAt]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([productId, at]) => ({
      productId,
      weight: decayByAge(daysBetween(at, now), HISTORY_HALF_LIFE_DAYS),
    }));
}

/** The product touched last, else the products of the last order that was kept, weighed alike. */
export function lastTouched({ history, lastTouchedProductId }: Touched): WeightedProduct[] {
  if (lastTouchedProductId !== null) return [{ productId: lastTouchedProductId, weight: 1 }];
  const kept = history.filter(({ returned }) => !returned);
  const last = Math.max(...kept.map(({ at }) => at.getTime()));
  const ids = kept.filter(({ at }) => at.getTime() === last).map(({ productId }) => productId);
  return [...new Set(ids)].sort().map((productId) => ({ productId, weight: 1 }));
}
