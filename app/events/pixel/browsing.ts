import { z } from "zod";

const Id = z.string().min(1);

/** A product in a cart, or on its way there. */
const CartLine = z.object({
  productId: Id.nullable(),
  variantId: Id.nullable(),
  quantity: z.number().int().min(0),
});
export type CartLine = z.infer<typeof CartLine>;

/** What a page of the storefront is for. */
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

/** The steps of a checkout, in their order. */
export const CheckoutStep = z.enum([
  "started",
  "contact",
  "address",
  "shipping",
  "payment",
  "completed",
]);
export type CheckoutStep = z.infer<typeof CheckoutStep>;

/** How somebody came to a page: from inside the shop, or from where outside. */
export const ReferrerType = z.enum(["direct", "inside", "search", "social", "mail", "other"]);
export type ReferrerType = z.infer<typeof ReferrerType>;

/** What the storefront's pixel tells, each kind of event with the schema of its payload. */
export const BROWSING_PAYLOADS = {
  /** No address of a page is kept: it may hold what identifies somebody. */
  page_viewed: z.object({
    page: PageType,
    referrer: ReferrerType,
    /** The click in one of our mails that led here: `sourceId` of its `mail_clicked`. */
    clickId: Id.nullable(),
  }),
  /** The page of that sort was still open after so many seconds. */
  page_dwelt: z.object({ page: PageType, seconds: z.number().int().min(1) }),
  product_viewed: z.object({ productId: Id, variantId: Id.nullable() }),
  collection_viewed: z.object({ collectionId: Id }),
  search_submitted: z.object({
    /** In lower case; `null` where it looked like an address or a number of a person. */
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
