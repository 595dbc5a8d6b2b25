import type { OrderLine, OrderSnapshot, RefundSnapshot } from "../event";
import type { BulkNode } from "./group-bulk-lines";
import {
  at,
  findInvalidInstant,
  countOf,
  currencyOf,
  gidTail,
  instantOf,
  listOf,
  minorOf,
  textOf,
} from "../read-json";
import {
  notAnInstant,
  refused,
  translated,
  type TranslationContext,
  type EventTranslation,
} from "../translation";
import { discountCodesOf, MAX_DISCOUNT_CODES, orderEvents } from "../from-shopify/order";

/** An order from the backfill: placed, and updated when changed since. */
export function bulkOrder(
  { fields, children }: BulkNode,
  context: TranslationContext,
): EventTranslation {
  const { shopId, now } = context;
  const bad = findInvalidInstant(
    fields,
    ["createdAt", "processedAt", "updatedAt", "cancelledAt"],
    now,
  );
  if (bad) return notAnInstant(bad);
  const orderId = gidTail(at(fields, "id"), "Order");
  if (!orderId) return refused("the order has no id");
  const createdAt = instantOf(at(fields, "createdAt"), now);
  const placedAt = instantOf(at(fields, "processedAt"), now) ?? createdAt;
  if (!placedAt) return refused("the order does not tell when it was placed");
  const updatedAt = instantOf(at(fields, "updatedAt"), now) ?? createdAt ?? placedAt;
  const currency =
    currencyOf(at(fields, "totalPriceSet", "shopMoney", "currencyCode")) ??
    currencyOf(at(fields, "currencyCode")) ??
    context.currency;
  const totalMinor = shopMinor(fields, "totalPriceSet", currency);
  if (totalMinor === null || totalMinor < 0) return refused("totalPriceSet is no amount");

  const order: OrderSnapshot = {
    orderId,
    name: textOf(at(fields, "name"), 255) ?? `#${orderId}`,
    placedAt,
    updatedAt,
    cancelledAt: instantOf(at(fields, "cancelledAt"), now),
    fulfilledAt: fulfilledAt(fields, updatedAt, now),
    currency,
    totalMinor,
    checkoutToken: textOf(at(fields, "checkoutToken"), 255),
    cartToken: textOf(at(fields, "cartToken"), 255),
    sourceName: textOf(at(fields, "sourceName"), 255),
    test: at(fields, "test") === true,
    discountCodes: discountCodesOf(listOf(at(fields, "discountCodes"), MAX_DISCOUNT_CODES)),
    lines: children.flatMap((child) => lineFrom(child, currency) ?? []),
    refunds: listOf(at(fields, "refunds"), 1_000).flatMap(
      (refund) => refundFrom(refund, orderId, currency, now) ?? [],
    ),
  };
  const customerId = gidTail(at(fields, "customer", "id"), "Customer");
  const kind =
    updatedAt.getTime() > (createdAt ?? placedAt).getTime() ? "order_updated" : "order_placed";
  return translated(...orderEvents(kind, order, { customerId, personal: null }, shopId));
}

function lineFrom(line: unknown, currency: string): OrderLine | null {
  const lineId = gidTail(at(line, "id"), "LineItem");
  if (!lineId) return null;
  return {
    lineId,
    productId: gidTail(at(line, "product", "id"), "Product"),
    variantId: gidTail(at(line, "variant", "id"), "ProductVariant"),
    title: textOf(at(line, "title"), 500) ?? "",
    quantity: Math.max(0, countOf(at(line, "quantity")) ?? 0),
    netMinor: Math.max(0, shopMinor(line, "discountedTotalSet", currency) ?? 0),
  };
}

function refundFrom(
  refund: unknown,
  orderId: string,
  currency: string,
  now: Date,
): RefundSnapshot | null {
  const refundId = gidTail(at(refund, "id"), "Refund");
  const refundedAt = instantOf(at(refund, "createdAt"), now);
  const amountMinor = shopMinor(refund, "totalRefundedSet", currency);
  if (!refundId || !refundedAt || amountMinor === null) return null;
  return { refundId, orderId, amountMinor: Math.max(0, amountMinor), currency, refundedAt };
}

/**
 * When the last fulfillment of a fully fulfilled order was created; without fulfillments, the last
 * change.
 */
function fulfilledAt(order: unknown, updatedAt: Date, now: Date): Date | null {
  if (at(order, "displayFulfillmentStatus") !== "FULFILLED") return null;
  const last = listOf(at(order, "fulfillments"), 1_000)
    .map((it) => instantOf(at(it, "createdAt"), now)?.getTime() ?? 0)
    .reduce((a, b) => Math.max(a, b), 0);
  return last > 0 ? new Date(last) : updatedAt;
}

const shopMinor = (node: unknown, name: string, currency: string): number | null =>
  minorOf(at(node, name, "shopMoney", "amount"), currency);
