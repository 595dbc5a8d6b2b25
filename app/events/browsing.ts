import { z } from "zod";

const Id = z.string().min(1);

/** A product in a cart or being added to one. */
const CartLine = z.object({
  productId: Id.nullable(),
  variantId: Id.nullable(),
  quantity: z.number().int().min(0),
});
export type CartLine = z.infer<typeof CartLine>;

/** The type of a storefront page. */
export const PageType = z.enum([
  "home",
  "product",
  "collection",
  "search",
  "cart",
  "checkout",
  "account",
  "content",
  "other",
]);
export type PageType = z.infer<typeof PageType>;

/** The steps of a checkout in order. */
export const CheckoutStep = z.enum([
  "started",
  "contact",
  "address",
  "shipping",
  "payment",
  "completed",
]);
export type CheckoutStep = z.infer<typeof CheckoutStep>;

/** The origin of a page view: inside the shop, or an external source. */
export const ReferrerType = z.enum(["direct", "inside", "search", "social", "email", "other"]);
export type ReferrerType = z.infer<typeof ReferrerType>;

/** The pixel's event kinds with the schemas of their payloads. */
export const BROWSING_PAYLOADS = {
  /** Page URLs are not stored: they may identify a person. */
  page_viewed: z.object({
    page: PageType,
    referrer: ReferrerType,
    /** The email click that led here: `sourceId` of its `email_clicked`. */
    clickId: Id.nullable(),
  }),
  /** The page was still open after this many seconds. */
  page_dwelt: z.object({ page: PageType, seconds: z.number().int().min(1) }),
  product_viewed: z.object({ productId: Id, variantId: Id.nullable() }),
  collection_viewed: z.object({ collectionId: Id }),
  search_submitted: z.object({
    /** Lower case; `null` if it resembled personal data. */
    query: z.string().nullable(),
    resultCount: z.number().int().min(0),
  }),
  product_added_to_cart: CartLine,
  product_removed_from_cart: CartLine,
  cart_viewed: z.object({ lines: z.array(CartLine) }),
  checkout_step_reached: z.object({ step: CheckoutStep, checkoutToken: Id.nullable() }),
} as const;

export type PixelKind = keyof typeof BROWSING_PAYLOADS;

export const PIXEL_KINDS = Object.keys(BROWSING_PAYLOADS) as readonly PixelKind[];
