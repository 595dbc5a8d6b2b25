import { z } from "zod";

/** Limits and costs of the discounts that Kindred chooses. */
export const OfferSettings = z.object({
  /** The largest discount that may be chosen, in percent. */
  maxDiscountPercent: z.number().int().min(0).max(15).default(15),
  /** What remains of the list price after the cost of goods, in percent. */
  marginPercent: z.number().min(1).max(100).default(50),
});
export type OfferSettings = z.infer<typeof OfferSettings>;
