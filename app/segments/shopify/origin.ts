import { z } from "zod";

/** Where a segment was taken over from: column `segment.origin`. */
export const ShopifyOrigin = z.object({
  /** The numeric tail of its GID. */
  shopifySegmentId: z.string(),
  /** In Shopify's own query language. */
  query: z.string(),
  takenAt: z.iso.datetime(),
  /** Of one whose members were taken over as they were: the part that no rule here can say. */
  because: z.string().nullable(),
});
export type ShopifyOrigin = z.infer<typeof ShopifyOrigin>;
