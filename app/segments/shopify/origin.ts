import { z } from "zod";

/** Where a segment was taken over from: column `segment.origin`. */
export const ShopifyOrigin = z.object({
  /** The numeric tail of its GID. */
  shopifySegmentId: z.string(),
  /** In Shopify's own query language. */
  query: z.string(),
  /** When its members, or its rule, were last read at Shopify. */
  takenAt: z.iso.datetime(),
  /** Of one whose members are taken over as they are: the part that no rule here can say. */
  because: z.string().nullable(),
  /** Why its members are no longer brought up to date; `null`: they are, once a day. */
  stoppedBecause: z.string().nullable().default(null),
});
export type ShopifyOrigin = z.infer<typeof ShopifyOrigin>;

/** @param id gid://shopify/Customer/123, or of another type */
export const toNumericId = (id: string) => id.slice(id.lastIndexOf("/") + 1);
