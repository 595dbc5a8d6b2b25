/** What a product cost from an instant on. */
export interface PriceSince {
  readonly at: Date;
  readonly priceMinor: number;
}

/**
 * What a product cost when somebody looked at it.
 *
 * @param prices in any order
 * @returns null when no price was told before then: what a first price is below is not known
 */
export function priceAt(prices: readonly PriceSince[], at: Date): number | null {
  const before = prices.filter((price) => price.at <= at);
  return before.length === 0
    ? null
    : before.reduce((last, price) => (price.at >= last.at ? price : last)).priceMinor;
}

/** Since when a product has cost what it costs now; null without any price. */
export function cheapSince(prices: readonly PriceSince[]): PriceSince | null {
  const inOrder = prices.toSorted((a, b) => +a.at - +b.at);
  const last = inOrder.at(-1);
  if (!last) return null;
  const lastOther = inOrder.findLastIndex(({ priceMinor }) => priceMinor !== last.priceMinor);
  return inOrder[lastOther + 1] ?? last;
}
