import { z } from "zod";
import type { ShopId } from "~/lib/shop-id";
import { BROWSING_PAYLOADS } from "./pixel/browsing";

/**
 * What happened, in our words. An event is never edited. What identifies a
 * person stands apart in `personal`, which is sealed at rest and erasable.
 *
 * Ids are the numeric tails of Shopify's GIDs, as strings; money is in minor
 * units of `currency`.
 */
export interface Event<K extends EventKind = EventKind> {
  readonly shopId: ShopId;
  /**
   * Who told us: `shopify` for webhooks and back-fill, `kindred` for what we did,
   * `pixel` for what a browser said that a visitor did: nobody has signed that.
   */
  readonly source: "shopify" | "kindred" | "pixel";
  /** The natural key of the happening within its source: told twice, recorded once. */
  readonly sourceId: string;
  readonly kind: K;
  readonly customerId: string | null;
  /** The pseudonym of the browser in which it happened; absent where no browser was seen. */
  readonly visitorId?: string;
  readonly occurredAt: Date;
  readonly payload: EventPayload<K>;
  readonly personal: Personal | null;
}

/** Any event, as a union that `kind` narrows. */
export type AnyEvent = { [K in EventKind]: Event<K> }[EventKind];

const Id = z.string().min(1);
/** Instants travel through JSON as ISO 8601 text. */
const Instant = z.coerce.date();
const Minor = z.number().int();
const Currency = z.string().length(3);

/** What identifies a person. Absent fields were not told; `null` says that there is none. */
export const Personal = z.object({
  email: z.string().nullable().optional(),
  firstName: z.string().nullable().optional(),
  lastName: z.string().nullable().optional(),
  phone: z.string().nullable().optional(),
  city: z.string().nullable().optional(),
  zip: z.string().nullable().optional(),
  address1: z.string().nullable().optional(),
  /** The link that restores a checkout. */
  recoveryUrl: z.string().nullable().optional(),
});
export type Personal = z.infer<typeof Personal>;

export const OrderLine = z.object({
  lineId: Id,
  productId: Id.nullable(),
  variantId: Id.nullable(),
  title: z.string(),
  quantity: z.number().int(),
  /** After discounts, for the whole quantity. */
  netMinor: Minor,
});
export type OrderLine = z.infer<typeof OrderLine>;

export const RefundSnapshot = z.object({
  refundId: Id,
  orderId: Id,
  amountMinor: Minor,
  currency: Currency,
  refundedAt: Instant,
});
export type RefundSnapshot = z.infer<typeof RefundSnapshot>;

/** The order as it stood when it was told. */
export const OrderSnapshot = z.object({
  orderId: Id,
  name: z.string(),
  placedAt: Instant,
  updatedAt: Instant,
  cancelledAt: Instant.nullable(),
  /** First time that everything was fulfilled, as far as it was told. */
  fulfilledAt: Instant.nullable(),
  currency: Currency,
  totalMinor: Minor,
  checkoutToken: z.string().nullable(),
  cartToken: z.string().nullable(),
  sourceName: z.string().nullable(),
  test: z.boolean(),
  lines: z.array(OrderLine),
  refunds: z.array(RefundSnapshot),
});
export type OrderSnapshot = z.infer<typeof OrderSnapshot>;

export const CheckoutLine = z.object({
  productId: Id.nullable(),
  variantId: Id.nullable(),
  title: z.string(),
  variantTitle: z.string().nullable(),
  quantity: z.number().int(),
  netMinor: Minor,
});
export type CheckoutLine = z.infer<typeof CheckoutLine>;

export const CheckoutSnapshot = z.object({
  token: Id,
  cartToken: z.string().nullable(),
  startedAt: Instant,
  updatedAt: Instant,
  completedAt: Instant.nullable(),
  currency: Currency,
  totalMinor: Minor,
  sourceName: z.string().nullable(),
  lines: z.array(CheckoutLine),
});
export type CheckoutSnapshot = z.infer<typeof CheckoutSnapshot>;

export const MarketingState = z.enum([
  "subscribed",
  "not_subscribed",
  "unsubscribed",
  "pending",
  "invalid",
  "redacted",
]);
export type MarketingState = z.infer<typeof MarketingState>;

export const ConsentSnapshot = z.object({
  marketingState: MarketingState,
  optIn: z.string().nullable(),
  changedAt: Instant,
});
export type ConsentSnapshot = z.infer<typeof ConsentSnapshot>;

export const CustomerSnapshot = z.object({
  locale: z.string().nullable(),
  countryCode: z.string().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  /** `null` when the source does not tell consent: webhooks of customers do not. */
  consent: ConsentSnapshot.nullable(),
});
export type CustomerSnapshot = z.infer<typeof CustomerSnapshot>;

export const VariantSnapshot = z.object({
  variantId: Id,
  title: z.string(),
  sku: z.string().nullable(),
  priceMinor: Minor,
  compareAtMinor: Minor.nullable(),
  inventoryQuantity: z.number().int().nullable(),
  availableForSale: z.boolean(),
});
export type VariantSnapshot = z.infer<typeof VariantSnapshot>;

export const ProductSnapshot = z.object({
  productId: Id,
  handle: z.string(),
  title: z.string(),
  vendor: z.string(),
  productType: z.string(),
  tags: z.array(z.string()),
  status: z.enum(["active", "draft", "archived", "unlisted"]),
  /** `null` when the source does not tell it: the shop's address and the handle give it then. */
  url: z.string().nullable(),
  imageUrl: z.string().nullable(),
  createdAt: Instant,
  publishedAt: Instant.nullable(),
  updatedAt: Instant,
  variants: z.array(VariantSnapshot),
});
export type ProductSnapshot = z.infer<typeof ProductSnapshot>;

export const CollectionSnapshot = z.object({
  collectionId: Id,
  handle: z.string(),
  title: z.string(),
  updatedAt: Instant,
  /** `null` when the source does not tell the members: webhooks do not. */
  productIds: z.array(Id).nullable(),
});
export type CollectionSnapshot = z.infer<typeof CollectionSnapshot>;

const MailRef = z.object({
  messageId: Id,
  flowId: Id.nullable(),
  stepId: Id.nullable(),
});

/** Every kind of event with the schema of its payload. */
export const EVENT_PAYLOADS = {
  order_placed: OrderSnapshot,
  order_updated: OrderSnapshot,
  order_paid: OrderSnapshot,
  order_fulfilled: OrderSnapshot,
  order_cancelled: OrderSnapshot,
  order_refunded: RefundSnapshot,
  order_deleted: z.object({ orderId: Id }),
  checkout_started: CheckoutSnapshot,
  checkout_updated: CheckoutSnapshot,
  checkout_completed: CheckoutSnapshot,
  /** Shopify names the cart of a deleted checkout, seldom its token. */
  checkout_deleted: z.object({ token: Id.nullable(), cartToken: z.string().nullable() }),
  customer_created: CustomerSnapshot,
  customer_updated: CustomerSnapshot,
  customer_deleted: z.object({}),
  consent_changed: ConsentSnapshot,
  product_changed: ProductSnapshot,
  product_deleted: z.object({ productId: Id }),
  collection_changed: CollectionSnapshot,
  collection_deleted: z.object({ collectionId: Id }),
  mail_sent: MailRef,
  mail_clicked: MailRef.extend({
    linkIndex: z.number().int(),
    /** The product whose link it was; absent or `null` where it was none. */
    productId: Id.nullable().optional(),
    /** Where in the mail it stood: logo, button, pick. */
    position: z.string().optional(),
    class: z.enum(["human", "machine", "unknown"]),
  }),
  mail_unsubscribed: MailRef,
  ...BROWSING_PAYLOADS,
  /** A customer was logged in, as Shopify's signature says. */
  visitor_logged_in: z.object({}),
  /** The owner of an address confirmed that they want the shop's news. */
  sign_up_confirmed: z.object({
    requestId: Id,
    /**
     * When the browser asked, where the owner then said yes by our own mail. `null` where the form
     * alone counted: it says who was typed, not who typed.
     */
    askedAt: Instant.nullable().default(null),
  }),
  /** Somebody wants to be told of a variant, and is known to own the address: by login or by mail. */
  notify_me_requested: z.object({
    requestId: Id,
    notify: z.enum(["back_in_stock", "price_drop"]),
    productId: Id,
    variantId: Id,
  }),
  /** A customer came to meet a segment's rule, or no longer does. Whom a new rule finds has not joined. */
  segment_joined: z.object({ segmentId: Id }),
  segment_left: z.object({ segmentId: Id }),
  /** It has become more likely than not that the customer does not order again, or orders within 30 days. */
  churn_predicted: z.object({ rate: z.number().min(0).max(1) }),
  intent_predicted: z.object({ rate: z.number().min(0).max(1) }),
  /** A workflow of Shopify Flow adds the customer to a flow; `runId` is Shopify's id of its step. */
  flow_asked: z.object({ flowId: Id, runId: Id }),
  /** The customer of the event is no more; `intoCustomerId` is whom it became. */
  customer_merged: z.object({ intoCustomerId: Id, mergedAt: Instant }),
} as const;

export type EventKind = keyof typeof EVENT_PAYLOADS;
type EventPayload<K extends EventKind> = z.infer<(typeof EVENT_PAYLOADS)[K]>;
