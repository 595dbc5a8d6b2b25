import { z } from "zod";

const Share = z.number().min(0).max(1);

/** Which third of the shop's price range a product lies in. */
export const PRICE_BANDS = ["low", "middle", "high"] as const;
export type PriceBand = (typeof PRICE_BANDS)[number];

/**
 * What a customer's orders say beyond count and sum: column `profile.traits`.
 * Days are counted between the days (UTC) on which something was bought.
 */
export const Traits = z.object({
  /** Days on which something was bought and kept. */
  purchaseDays: z.number().int().min(0).default(0),
  /** `null` with fewer than two purchase days. */
  meanGapDays: z.number().nullable().default(null),
  medianGapDays: z.number().nullable().default(null),
  /** After refunds, in minor units of the shop's currency; `null` without an order in it. */
  averageOrderMinor: z.number().nullable().default(null),
  /** Orders in a currency that is not the shop's: counted, not summed. */
  otherCurrencyOrders: z.number().int().min(0).default(0),
  /** Shares of what was spent by product type, largest first, at most 12. */
  affinities: z.array(z.object({ productType: z.string(), share: Share })).default([]),
  /** The same by price band; sums to 1, or to 0 when no product is known. */
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
