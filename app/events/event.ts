import { z } from "zod";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { BROWSING_PAYLOADS } from "./browsing";
import { CUSTOM_NAME } from "./custom-event";
import { Utm } from "./utm";

/**
 * Something that happened, immutable. Personal data is kept separately in `personal`, which is
 * sealed at rest and erasable.
 *
 * Ids are the numeric tails of Shopify's GIDs, as strings; money is in minor units of `currency`.
 */
export interface Event<K extends EventKind = EventKind> {
  readonly shopId: ShopId;
  /**
   * `shopify` for webhooks and the backfill, `kindred` for the app's own actions, `pixel` for
   * unsigned events from a browser, `api` for events that a system of the merchant sends.
   */
  readonly source: "shopify" | "kindred" | "pixel" | "api";
  /** The natural key within the source: an event delivered twice is recorded once. */
  readonly sourceId: string;
  readonly kind: K;
  readonly customerId: CustomerId | null;
  /** The pseudonym of the browser; absent for events without one. */
  readonly visitorId?: string;
  readonly occurredAt: Date;
  readonly payload: EventPayload<K>;
  readonly personal: Personal | null;
}

/** Any event, as a union that `kind` narrows. */
export type AnyEvent = { [K in EventKind]: Event<K> }[EventKind];

const Id = z.string().min(1);
/** Instants are ISO 8601 text in JSON. */
const Instant = z.coerce.date();
const Minor = z.number().int();
const Currency = z.string().length(3);

/** Personal data. An absent field was not reported; `null` means that there is none. */
export const Personal = z.object({
  email: z.string().nullable().optional(),
  firstName: z.string().nullable().optional(),
  lastName: z.string().nullable().optional(),
  phone: z.string().nullable().optional(),
  city: z.string().nullable().optional(),
  /** Province, state or county by name. */
  region: z.string().nullable().optional(),
  zip: z.string().nullable().optional(),
  address1: z.string().nullable().optional(),
  /** URL that restores the checkout. */
  recoveryUrl: z.string().nullable().optional(),
  /** URL of the order's status page, which shows the order to anyone who has it. */
  orderStatusUrl: z.string().nullable().optional(),
  /** Customer tags, which merchants write about a person. */
  tags: z.array(z.string()).optional(),
  /** Properties of a custom event, which may contain anything. */
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
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

/** The order at the time of the event. */
export const OrderSnapshot = z.object({
  orderId: Id,
  name: z.string(),
  placedAt: Instant,
  updatedAt: Instant,
  cancelledAt: Instant.nullable(),
  /** When the order was first fully fulfilled, if reported. */
  fulfilledAt: Instant.nullable(),
  currency: Currency,
  totalMinor: Minor,
  checkoutToken: z.string().nullable(),
  cartToken: z.string().nullable(),
  sourceName: z.string().nullable(),
  /** How the visit that placed it was tagged, if reported: events/utm.ts. */
  utm: Utm.optional(),
  test: z.boolean(),
  /** In upper case. */
  discountCodes: z.array(z.string()).default([]),
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
  /** `null` when the source has no consent: customer webhooks have none. */
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
  /**
   * `null` when the source does not report it; then the URL is derived from the shop's domain and
   * the handle.
   */
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
  /** `null` when the source does not report members: webhooks do not. */
  productIds: z.array(Id).nullable(),
});
export type CollectionSnapshot = z.infer<typeof CollectionSnapshot>;

const EmailRef = z.object({
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
  order_canceled: OrderSnapshot,
  order_refunded: RefundSnapshot,
  order_deleted: z.object({ orderId: Id }),
  checkout_started: CheckoutSnapshot,
  checkout_updated: CheckoutSnapshot,
  checkout_completed: CheckoutSnapshot,
  /** Shopify identifies the cart of a deleted checkout, rarely its token. */
  checkout_deleted: z.object({ token: Id.nullable(), cartToken: z.string().nullable() }),
  customer_created: CustomerSnapshot,
  customer_updated: CustomerSnapshot,
  customer_deleted: z.object({}),
  consent_changed: ConsentSnapshot,
  /** `personal` has the tags: all of the customer's, or those that were added or removed. */
  customer_tags_changed: z.object({ change: z.enum(["listed", "added", "removed"]) }),
  /** A customer joined or left a segment of Shopify. */
  shopify_segment_changed: z.object({ shopifySegmentId: Id, change: z.enum(["joined", "left"]) }),
  product_changed: ProductSnapshot,
  product_deleted: z.object({ productId: Id }),
  collection_changed: CollectionSnapshot,
  collection_deleted: z.object({ collectionId: Id }),
  email_sent: EmailRef,
  email_clicked: EmailRef.extend({
    linkIndex: z.number().int(),
    /** The linked product; absent or `null` for other links. */
    productId: Id.nullable().optional(),
    /** The link's position in the email: logo, button, pick. */
    position: z.string().optional(),
    classification: z.enum(["human", "machine", "unknown"]),
  }),
  email_unsubscribed: EmailRef,
  ...BROWSING_PAYLOADS,
  /** A customer was logged in, confirmed by Shopify's signature. */
  visitor_logged_in: z.object({}),
  /** The owner of an address confirmed the subscription. */
  sign_up_confirmed: z.object({
    requestId: Id,
    /**
     * When the browser submitted the form, if the owner then confirmed by email. `null` for single
     * opt-in: a form proves which address was typed, not who typed it.
     */
    requestedAt: Instant.nullable().default(null),
  }),
  /** A visitor wants a back-in-stock alert and owns the address, proven by login or by email. */
  notify_me_requested: z.object({
    requestId: Id,
    notify: z.enum(["back_in_stock", "price_drop"]),
    productId: Id,
    variantId: Id,
  }),
  /**
   * A customer joined or left a segment. The first members of a new rule do not count as joining.
   */
  segment_joined: z.object({ segmentId: Id }),
  segment_left: z.object({ segmentId: Id }),
  /** The churn or 30-day order probability rose above one half. */
  churn_predicted: z.object({ rate: z.number().min(0).max(1) }),
  intent_predicted: z.object({ rate: z.number().min(0).max(1) }),
  /** A workflow of Shopify Flow adds the customer to a flow; `runId` is Shopify's id of its step. */
  flow_entry_requested: z.object({ flowId: Id, runId: Id }),
  /** A system of the merchant reported something; `personal` has its properties. */
  custom_event_received: z.object({ name: z.string().regex(CUSTOM_NAME) }),
  /** The customer was merged into `intoCustomerId`. */
  customer_merged: z.object({ intoCustomerId: Id, mergedAt: Instant }),
} as const;

export type EventKind = keyof typeof EVENT_PAYLOADS;
type EventPayload<K extends EventKind> = z.infer<(typeof EVENT_PAYLOADS)[K]>;
