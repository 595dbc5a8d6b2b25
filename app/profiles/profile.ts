import { z } from "zod";

const Share = z.number().min(0).max(1);

/** Price tercile of a product in its shop. */
export const PRICE_BANDS = ["low", "middle", "high"] as const;
export type PriceBand = (typeof PRICE_BANDS)[number];

/**
 * Traits derived from a customer's orders: column `profile.traits`.
 * Days are counted between the days (UTC) on which something was bought.
 */
export const Traits = z.object({
  /** Days with a purchase that was not returned. */
  purchaseDays: z.number().int().min(0).default(0),
  /** `null` with fewer than two purchase days. */
  meanGapDays: z.number().nullable().default(null),
  medianGapDays: z.number().nullable().default(null),
  /** After refunds, in minor units of the shop's currency; `null` without an order in it. */
  averageOrderMinor: z.number().nullable().default(null),
  /** Orders in other currencies: counted but not summed. */
  otherCurrencyOrders: z.number().int().min(0).default(0),
  /** Shares of spend by product type, largest first, at most 12. */
  affinities: z.array(z.object({ productType: z.string(), share: Share })).default([]),
  /** Shares by price band; they sum to 1, or to 0 if no product is known. */
  priceBands: z
    .object({ low: Share, middle: Share, high: Share })
    .default({ low: 0, middle: 0, high: 0 }),
});
export type Traits = z.infer<typeof Traits>;

const DAY_MS = 86_400_000;

/** Whole days since the last order, ≥ 0; `null` before the first. */
export function daysSinceLastOrder(lastOrderAt: Date | null, now: Date): number | null {
  if (!lastOrderAt) return null;
  return Math.max(0, Math.floor((now.getTime() - lastOrderAt.getTime()) / DAY_MS));
}
