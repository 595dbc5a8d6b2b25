import { randomBytes } from "node:crypto";
import type { HappeningOf } from "../happening";
import { currentQuantity, decimal, minor } from "../order-totals";
import {
  fulfillmentPayload,
  orderPayload,
  purchasingSummaryPayload,
  refundPayload,
} from "../payloads/order-payload";
import { productPayload } from "../payloads/product-payload";
import { productRecord, type OrderRecord } from "../store-records";
import type { SeedOrderLine } from "../store-seed";
import type { Emission } from "../webhooks/emit";
import { findCustomer, createSeedCustomer } from "./customer-changes";
import { findOrThrow, type Changes, type Effect, type Scene } from "./play";

type OrderInput = HappeningOf<"order_placed">["order"];
type LineInput = OrderInput["lines"][number];

export const orderChanges: Changes<
  | "order_placed"
  | "order_updated"
  | "order_paid"
  | "order_fulfilled"
  | "order_canceled"
  | "order_refunded"
> = {
  order_placed: (scene, { order }) => placeOrder(scene, order),

  order_updated(scene, { orderId, change: { email, note, tags } }) {
    const order = findOrder(scene, orderId);
    if (email !== undefined) order.email = email;
    if (note !== undefined) order.note = note;
    if (tags !== undefined) order.tags = tags;
    return touched(scene, order, ["orders/updated"]);
  },

  order_paid(scene, { orderId }) {
    const order = findOrder(scene, orderId);
    order.paidAt = scene.at;
    return touched(scene, order, ["orders/paid", "orders/updated"]);
  },

  order_fulfilled(scene, { orderId }) {
    const order = findOrder(scene, orderId);
    order.fulfilledAt = scene.at;
    const created: Emission = {
      topic: "fulfillments/create",
      payload: fulfillmentPayload(scene.shop, order),
    };
    return touched(scene, order, ["orders/fulfilled", "orders/updated"], [created]);
  },

  order_canceled(scene, { orderId, reason }) {
    const order = findOrder(scene, orderId);
    order.cancelledAt = scene.at;
    order.cancelReason = reason;
    return touched(scene, order, ["orders/cancelled", "orders/updated"]);
  },

  order_refunded(scene, { orderId, refundId, lines }) {
    const order = findOrder(scene, orderId);
    const refund = {
      id: refundId ?? scene.shop.store.nextId(),
      createdAt: scene.at,
      lines: lines.map(({ lineId, quantity, subtotal }) => {
        const line = findOrThrow(
          "order line",
          lineId,
          order.lines.find((it) => it.id === lineId),
        );
        if (quantity > currentQuantity(order, line)) {
          throw new RangeError(`line ${lineId} has fewer than ${quantity} left to refund`);
        }
        const wholeMinor = minor(line.unitPrice, order.currency) * quantity;
        return { lineId, quantity, subtotal: subtotal ?? decimal(wholeMinor, order.currency) };
      }),
    };
    order.refunds = [...order.refunds, refund];
    const created: Emission = {
      topic: "refunds/create",
      payload: refundPayload(scene.shop, order, refund),
    };
    return touched(scene, order, ["orders/updated"], [created]);
  },
};

/** Also called when a checkout is completed. */
export function placeOrder(scene: Scene, input: OrderInput): Effect {
  const { world, shop, at } = scene;
  const { store } = shop;
  const met = input.customerId === null ? [] : createSeedCustomer(scene, input.customerId);
  const customer = input.customerId === null ? null : findCustomer(scene, input.customerId);
  const number = Number(input.name?.replace(/\D/g, "")) || 1001 + store.orders.size;
  const order: OrderRecord = {
    id: input.id ?? store.nextId(),
    name: input.name ?? `#${number}`,
    number,
    createdAt: at,
    updatedAt: at,
    cancelledAt: null,
    cancelReason: null,
    fulfilledAt: null,
    paidAt: input.paid ? at : null,
    customerId: input.customerId,
    email: input.email === undefined ? (customer?.email ?? null) : input.email,
    currency: store.shop.currency,
    lines: input.lines.map((line) => completeLine(scene, line)),
    discountCodes: input.discountCodes,
    totalDiscount: input.totalDiscount,
    refunds: [],
    tags: input.tags,
    note: null,
    test: input.test,
    checkoutToken: input.checkoutToken ?? randomBytes(16).toString("hex"),
    cartToken: input.cartToken,
    landingSite: input.landingSite,
    referringSite: input.referringSite,
    buyerAcceptsMarketing: input.buyerAcceptsMarketing,
  };
  const appeared = order.lines.flatMap((line) => stockProduct(scene, line.productId));
  store.addOrder(order);
  const payload = orderPayload(world, shop, order);
  const emissions: Emission[] = [...appeared, ...met, { topic: "orders/create", payload }];
  if (order.paidAt !== null) emissions.push({ topic: "orders/paid", payload });
  return { id: order.id, emissions: [...emissions, ...summaryOf(scene, order)] };
}

/** Fills in missing fields of a line from its variant. */
export function completeLine({ shop: { store } }: Scene, input: LineInput): SeedOrderLine {
  const productId = input.productId ?? store.productOfVariant.get(input.variantId ?? "") ?? null;
  const product = store.products.get(productId ?? "");
  const variantId = input.variantId ?? product?.variants[0]?.id ?? null;
  const variant = product?.variants.find((it) => it.id === variantId);
  return {
    id: input.id ?? store.nextId(),
    productId,
    variantId,
    title: findOrThrow(
      "title for line of product",
      productId ?? "?",
      input.title ?? product?.title,
    ),
    sku: input.sku ?? variant?.sku ?? null,
    quantity: input.quantity,
    unitPrice: findOrThrow(
      "price for line of variant",
      variantId ?? "?",
      input.unitPrice ?? variant?.price,
    ),
  };
}

/** A product of the seed that is newer than the cut is created when it is first sold. */
function stockProduct({ world, shop: { store } }: Scene, productId: string | null): Emission[] {
  if (productId === null || store.products.has(productId)) return [];
  const seed = store.seed.products.find((it) => it.id === productId);
  if (!seed) return [];
  const product = productRecord(seed);
  store.addProduct(product);
  return [{ topic: "products/create", payload: productPayload(world, product) }];
}

function touched(
  scene: Scene,
  order: OrderRecord,
  topics: readonly string[],
  first: readonly Emission[] = [],
): Effect {
  order.updatedAt = scene.at;
  const payload = orderPayload(scene.world, scene.shop, order);
  const changes = topics.map((topic): Emission => ({ topic, payload }));
  return { id: order.id, emissions: [...first, ...changes, ...summaryOf(scene, order)] };
}

function summaryOf({ shop, at }: Scene, order: OrderRecord): Emission[] {
  if (order.customerId === null) return [];
  const payload = purchasingSummaryPayload(shop, order.customerId, at);
  return [{ topic: "customers/purchasing_summary", payload }];
}

function findOrder({ shop }: Scene, orderId: string): OrderRecord {
  return findOrThrow("order", orderId, shop.store.orders.get(orderId));
}
