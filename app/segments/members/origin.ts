import { z } from "zod";

/** Why no rule finds the customers of a Shopify segment. */
const Untranslatable = z.discriminatedUnion("code", [
  z.object({ code: z.enum(["unreadable", "too_large"]) }),
  /** An attribute without an equal condition. */
  z.object({
    code: z.enum(["orders", "countries", "addresses", "tags", "days", "prediction", "unknown"]),
    attribute: z.string(),
  }),
]);
export type Untranslatable = z.infer<typeof Untranslatable>;

/** The source of an imported segment: column `segment.origin`. */
export const ShopifyOrigin = z.object({
  /** The numeric tail of its GID. */
  shopifySegmentId: z.string(),
  /** In Shopify's own query language. */
  query: z.string(),
  /** When its members, or its rule, were last read at Shopify. */
  takenAt: z.iso.datetime(),
  /** Why no rule can express the query; null if imported as a rule. */
  because: Untranslatable.nullable(),
  /** Whether Shopify reports joins and leaves as they happen. */
  isFollowed: z.boolean().default(false),
  /** Why its members are no longer updated; `null`: read once a day. */
  stoppedBecause: z.enum(["deleted", "too_large"]).nullable().default(null),
});
export type ShopifyOrigin = z.infer<typeof ShopifyOrigin>;

/** @param id gid://shopify/Customer/123, or of another type */
export const toNumericId = (id: string) => id.slice(id.lastIndexOf("/") + 1);
