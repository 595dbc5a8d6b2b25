import { z } from "zod";

const id = z.string().regex(/^\d+$/, "an id is the numeric tail of a GID");
const instant = z.iso.datetime({ offset: true });
const money = z.string();

const Line = z.object({
  id: id.optional(),
  productId: id.nullable().optional(),
  variantId: id.nullable().optional(),
  title: z.string().optional(),
  sku: z.string().nullable().optional(),
  quantity: z.number().int().positive(),
  /** Default: the variant's price. */
  unitPrice: money.optional(),
});

/** Accepts a `SeedCustomer`. */
const Customer = z.object({
  id: id.optional(),
  email: z.string().nullable().default(null),
  firstName: z.string().nullable().default(null),
  lastName: z.string().nullable().default(null),
  phone: z.string().nullable().default(null),
  locale: z.string().default("en"),
  countryCode: z.string().length(2).nullable().default(null),
  city: z.string().nullable().default(null),
  marketingState: z
    .enum(["SUBSCRIBED", "NOT_SUBSCRIBED", "UNSUBSCRIBED", "PENDING"])
    .default("NOT_SUBSCRIBED"),
  tags: z.array(z.string()).default([]),
});

/** Without defaults: omitted fields stay unchanged. */
const productFields = {
  handle: z.string(),
  title: z.string(),
  vendor: z.string(),
  productType: z.string(),
  tags: z.array(z.string()),
  status: z.enum(["ACTIVE", "ARCHIVED", "DRAFT"]),
  descriptionHtml: z.string(),
  imageUrl: z.string().nullable(),
};

/** Accepts a `SeedProduct`. */
const Product = z.object({
  id: id.optional(),
  handle: productFields.handle,
  title: productFields.title,
  vendor: productFields.vendor.default(""),
  productType: productFields.productType.default(""),
  tags: productFields.tags.default([]),
  status: productFields.status.default("ACTIVE"),
  descriptionHtml: productFields.descriptionHtml.default(""),
  imageUrl: productFields.imageUrl.default(null),
  variants: z
    .array(
      z.object({
        id: id.optional(),
        title: z.string().default("Default Title"),
        sku: z.string().default(""),
        price: money,
        compareAtPrice: money.nullable().default(null),
        inventoryQuantity: z.number().int().default(0),
        unitCost: money.nullable().default(null),
        options: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      }),
    )
    .min(1),
});

/** Accepts a `SeedOrder`; its refunds, cancellation and fulfillment are separate events. */
const Order = z.object({
  id: id.optional(),
  name: z.string().optional(),
  customerId: id.nullable().default(null),
  /** Default: the customer's. */
  email: z.string().nullable().optional(),
  lines: z.array(Line).min(1),
  discountCodes: z.array(z.string()).default([]),
  totalDiscount: money.default("0"),
  checkoutToken: z.string().optional(),
  cartToken: z.string().nullable().default(null),
  landingSite: z.string().nullable().default(null),
  referringSite: z.string().nullable().default(null),
  buyerAcceptsMarketing: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  test: z.boolean().default(false),
  paid: z.boolean().default(true),
  createdAt: instant.optional(),
});

const CartLine = z.object({ variantId: id, quantity: z.number().int().positive() });

/** Without defaults: omitted fields stay unchanged. */
const checkoutFields = {
  customerId: id.nullable(),
  /** Null until the contact step is done. */
  email: z.string().nullable(),
  phone: z.string().nullable(),
  lines: z.array(Line),
  discountCodes: z.array(z.string()),
  buyerAcceptsMarketing: z.boolean(),
  locale: z.string(),
};

const Checkout = z.object({
  token: z.string().optional(),
  /** The cart that it started from. Default: an unseen one. */
  cartToken: z.string().optional(),
  customerId: checkoutFields.customerId.default(null),
  /** Default: the customer's. */
  email: checkoutFields.email.optional(),
  phone: checkoutFields.phone.default(null),
  lines: checkoutFields.lines,
  discountCodes: checkoutFields.discountCodes.default([]),
  buyerAcceptsMarketing: checkoutFields.buyerAcceptsMarketing.default(false),
  locale: checkoutFields.locale.default("en"),
});

const collectionFields = { handle: z.string(), title: z.string(), productIds: z.array(id) };

const Collection = z.object({
  ...collectionFields,
  id: id.optional(),
  productIds: collectionFields.productIds.default([]),
});

/** Store time of the event; default: the store's clock (an order's own `createdAt`). */
const at = instant.optional();

/** An event in the store: it changes the records and sends its webhooks. */
export const Happening = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("customer_created"), at, customer: Customer }),
  z.object({
    kind: z.literal("customer_updated"),
    at,
    customerId: id,
    change: z.object({
      email: z.string().nullable().optional(),
      firstName: z.string().nullable().optional(),
      lastName: z.string().nullable().optional(),
      phone: z.string().nullable().optional(),
      locale: z.string().optional(),
      countryCode: z.string().nullable().optional(),
      city: z.string().nullable().optional(),
      note: z.string().nullable().optional(),
      tags: z.array(z.string()).optional(),
    }),
  }),
  z.object({ kind: z.literal("customer_deleted"), at, customerId: id }),
  /** Merges a customer into another: orders and checkouts are moved, and the record is deleted. */
  z.object({ kind: z.literal("customers_merged"), at, keptId: id, deletedId: id }),
  z.object({
    kind: z.literal("consent_changed"),
    at,
    customerId: id,
    state: z.enum([
      "SUBSCRIBED",
      "NOT_SUBSCRIBED",
      "UNSUBSCRIBED",
      "PENDING",
      "INVALID",
      "REDACTED",
    ]),
    optInLevel: z
      .enum(["SINGLE_OPT_IN", "CONFIRMED_OPT_IN", "UNKNOWN"])
      .nullable()
      .default("SINGLE_OPT_IN"),
  }),
  /** Whether opens of the customer may be tracked. The webhook only says that the customer changed. */
  z.object({
    kind: z.literal("open_tracking_changed"),
    at,
    customerId: id,
    level: z.enum(["OPTED_IN", "OPTED_OUT", "UNKNOWN"]),
  }),
  /** Defines a metafield of customers. */
  z.object({
    kind: z.literal("metafield_defined"),
    at,
    definition: z.record(z.enum(["namespace", "key", "name", "type"]), z.string()),
  }),
  /** An app or the admin writes a customer's metafield; null deletes it. No webhook reports it. */
  z.object({
    kind: z.literal("metafield_set"),
    at,
    customerId: id,
    namespace: z.string(),
    key: z.string(),
    value: z.string().nullable(),
  }),
  z.object({ kind: z.literal("product_created"), at, product: Product }),
  z.object({
    kind: z.literal("product_updated"),
    at,
    productId: id,
    change: z.object(productFields).partial(),
  }),
  z.object({
    kind: z.literal("variant_updated"),
    at,
    variantId: id,
    change: z.object({
      price: money.optional(),
      compareAtPrice: money.nullable().optional(),
      inventoryQuantity: z.number().int().optional(),
      unitCost: money.nullable().optional(),
    }),
  }),
  z.object({ kind: z.literal("product_deleted"), at, productId: id }),
  z.object({ kind: z.literal("collection_created"), at, collection: Collection }),
  z.object({
    kind: z.literal("collection_updated"),
    at,
    collectionId: id,
    change: z.object(collectionFields).partial(),
  }),
  z.object({ kind: z.literal("collection_deleted"), at, collectionId: id }),
  /** Creates or changes a customer segment by its id. Webhooks report only the changes of members. */
  z.object({
    kind: z.literal("segment_saved"),
    at,
    segment: z.object({ id, name: z.string(), query: z.string() }),
  }),
  z.object({ kind: z.literal("segment_deleted"), at, segmentId: id }),
  z.object({
    kind: z.literal("cart_created"),
    at,
    cart: z.object({ token: z.string().optional(), lines: z.array(CartLine).min(1) }),
  }),
  z.object({ kind: z.literal("cart_updated"), at, token: z.string(), lines: z.array(CartLine) }),
  z.object({ kind: z.literal("checkout_created"), at, checkout: Checkout }),
  z.object({
    kind: z.literal("checkout_updated"),
    at,
    token: z.string(),
    change: z.object(checkoutFields).partial(),
  }),
  /** Closes the checkout and places its order. */
  z.object({
    kind: z.literal("checkout_completed"),
    at,
    token: z.string(),
    orderId: id.optional(),
    orderName: z.string().optional(),
    landingSite: z.string().nullable().default(null),
  }),
  z.object({ kind: z.literal("checkout_deleted"), at, token: z.string() }),
  z.object({ kind: z.literal("order_placed"), at, order: Order }),
  z.object({
    kind: z.literal("order_updated"),
    at,
    orderId: id,
    change: z.object({
      email: z.string().nullable().optional(),
      note: z.string().nullable().optional(),
      tags: z.array(z.string()).optional(),
    }),
  }),
  z.object({ kind: z.literal("order_paid"), at, orderId: id }),
  z.object({ kind: z.literal("order_fulfilled"), at, orderId: id }),
  z.object({
    kind: z.literal("order_canceled"),
    at,
    orderId: id,
    reason: z.enum(["customer", "declined", "fraud", "inventory", "other"]).default("customer"),
  }),
  /** Accepts a `SeedRefund`. `subtotal` defaults to unit price × quantity. */
  z.object({
    kind: z.literal("order_refunded"),
    at,
    orderId: id,
    refundId: id.optional(),
    lines: z
      .array(
        z.object({
          lineId: id,
          quantity: z.number().int().positive(),
          subtotal: money.optional(),
        }),
      )
      .min(1),
  }),
  z.object({
    kind: z.literal("shop_updated"),
    at,
    change: z.object({
      name: z.string().optional(),
      email: z.string().optional(),
      timeZone: z.string().optional(),
    }),
  }),
  z.object({ kind: z.literal("data_requested"), at, customerId: id }),
  z.object({ kind: z.literal("customer_redacted"), at, customerId: id }),
  z.object({ kind: z.literal("shop_redacted"), at }),
]);

export type Happening = z.output<typeof Happening>;
/** The caller's input: everything with a default is optional. */
export type HappeningInput = z.input<typeof Happening>;
export type HappeningKind = Happening["kind"];
export type HappeningOf<K extends HappeningKind> = Extract<Happening, { kind: K }>;

export interface HappeningResult {
  readonly kind: HappeningKind;
  /** The record's id; a cart's or a checkout's token. */
  readonly id: string;
  /** Number of queued deliveries; 0 without a subscription or when the app is not installed. */
  readonly webhooks: number;
}
