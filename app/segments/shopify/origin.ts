import { z } from "zod";

/** The source of an imported segment: column `segment.origin`. */
export const ShopifyOrigin = z.object({
  /** The numeric tail of its GID. */
  shopifySegmentId: z.string(),
  /** In Shopify's own query language. */
  query: z.string(),
  /** When its members, or its rule, were last read at Shopify. */
  takenAt: z.iso.datetime(),
  /** The part of the query that no rule can express; null if imported as a rule. */
  because: z.string().nullable(),
  /** Why its members are no longer updated; `null`: updated once a day. */
  stoppedBecause: z.string().nullable().default(null),
});
export type ShopifyOrigin = z.infer<typeof ShopifyOrigin>;

/** @param id gid://shopify/Customer/123, or of another type */
export const toNumericId = (id: string) => id.slice(id.lastIndexOf("/") + 1);
