import { z } from "zod";
import { CheckoutStep, PageType, ReferrerType } from "../browsing";

/** The limit of one request: the pixel batches one second. */
const MAX_EVENTS = 20;
const MAX_LINES = 50;

const Token = z.string().regex(/^[\w.:~-]{1,128}$/);
const Digits = z.string().regex(/^\d{1,20}$/);
/** A product or variant id; empty when the pixel did not get one. */
const Tail = Digits.or(z.literal(""));
const Line = { product: Tail, variant: Tail, quantity: z.number().int().min(0).max(1_000_000) };
const common = { id: Token, at: z.iso.datetime() };

/** One event from the pixel. Unknown fields are dropped: the schema excludes addresses, names and links from a browser. */
export const PixelEvent = z.discriminatedUnion("name", [
  z.object({
    ...common,
    name: z.literal("page_viewed"),
    page: PageType,
    referrer: ReferrerType,
    click: z.string().max(300).optional(),
  }),
  z.object({
    ...common,
    name: z.literal("page_dwelt"),
    page: PageType,
    seconds: z.number().int().min(1).max(3_600),
  }),
  z.object({ ...common, name: z.literal("product_viewed"), product: Digits, variant: Tail }),
  z.object({ ...common, name: z.literal("collection_viewed"), collection: Digits }),
  z.object({
    ...common,
    name: z.literal("search_submitted"),
    query: z.string().max(200),
    results: z.number().int().min(0).max(10_000),
  }),
  z.object({ ...common, name: z.literal("product_added_to_cart"), ...Line }),
  z.object({ ...common, name: z.literal("product_removed_from_cart"), ...Line }),
  z.object({
    ...common,
    name: z.literal("cart_viewed"),
    lines: z.array(z.object(Line)).max(MAX_LINES),
  }),
  z.object({
    ...common,
    name: z.literal("checkout_step_reached"),
    step: CheckoutStep,
    token: Token.optional(),
  }),
]);
export type PixelEvent = z.infer<typeof PixelEvent>;

/** The body of one request of the pixel. */
export const PixelBatch = z.object({
  account: Token,
  /** Shopify's client id of the browser. */
  visitor: Token,
  /** `null` for an event that could not be parsed; the others still count. */
  events: z.array(PixelEvent.nullable().catch(null)).min(1).max(MAX_EVENTS),
});
export type PixelBatch = z.infer<typeof PixelBatch>;
