import type { AnyEvent, EventKind, OrderLine, OrderSnapshot } from "../event";
import {
  at,
  findInvalidInstant,
  countOf,
  currencyOf,
  gidTail,
  idOf,
  instantOf,
  listOf,
  minorOf,
  textOf,
  urlOf,
} from "../read-json";
import {
  ignored,
  notAnInstant,
  refused,
  translated,
  type TranslationContext,
  type EventTranslation,
} from "../translation";
import { utmOf } from "../utm";
import { addressOf, orNull, personalFrom } from "./person";
import { refundFrom } from "./refund";
import { versionOf } from "./version-instant";

/** More lines than any real order; the rest of a longer list is dropped. */
const MAX_LINES = 4_000;
const MAX_REFUNDS = 1_000;
const MAX_LANDING_PAGE = 4_096;
export const MAX_DISCOUNT_CODES = 100;

type OrderTopicKind = Extract<
  EventKind,
  "order_placed" | "order_updated" | "order_canceled" | "order_paid" | "order_fulfilled"
>;

/**
 * An order webhook. The body always contains the whole order, so every topic also reports that it was placed: the
 * next webhook replaces a lost `orders/create`.
 */
export function fromOrder(
  kind: OrderTopicKind,
  body: unknown,
  context: TranslationContext,
): EventTranslation {
  const { now } = context;
  const bad = findInvalidInstant(
    body,
    ["created_at", "processed_at", "updated_at", "cancelled_at"],
    now,
  );
  if (bad) return notAnInstant(bad);

  const orderId = gidTail(at(body, "admin_graphql_api_id"), "Order") ?? idOf(at(body, "id"));
  if (!orderId) return refused("the order has no id");
  const createdAt = instantOf(at(body, "created_at"), now);
  const placedAt = instantOf(at(body, "processed_at"), now) ?? createdAt;
  if (!placedAt) return refused("the order does not tell when it was placed");
  const updatedAt = versionOf(body, context) ?? createdAt ?? placedAt;

  const currency = currencyOf(at(body, "currency")) ?? context.currency;
  const totalMinor = shopMoney(body, "total_price", currency);
  if (totalMinor === null) return refused("total_price is no amount");
  if (totalMinor < 0) return refused("total_price is below zero");

  const lines = orderLines(orderId, at(body, "line_items"), currency);
  if (!lines) return refused("a line's amount is too large");

  const utm = utmOf(textOf(at(body, "landing_site"), MAX_LANDING_PAGE));
  const order: OrderSnapshot = {
    orderId,
    name: textOf(at(body, "name"), 255) ?? `#${orderId}`,
    placedAt,
    updatedAt,
    cancelledAt: instantOf(at(body, "cancelled_at"), now),
    fulfilledAt: fulfilledAt(body, now) ?? (isFulfilled(body) ? updatedAt : null),
    currency,
    totalMinor,
    checkoutToken: textOf(at(body, "checkout_token"), 255),
    cartToken: textOf(at(body, "cart_token"), 255),
    sourceName: textOf(at(body, "source_name"), 255),
    ...(utm && { utm }),
    test: at(body, "test") === true,
    discountCodes: discountCodesOf(
      listOf(at(body, "discount_codes"), MAX_DISCOUNT_CODES).map((it) => at(it, "code")),
    ),
    lines,
    refunds: listOf(at(body, "refunds"), MAX_REFUNDS).flatMap(
      (refund) => refundFrom(refund, orderId, currency, now) ?? [],
    ),
  };
  const events = orderEvents(kind, order, customerOf(body), context.shopId);
  const orderStatusUrl = urlOf(at(body, "order_status_url"));
  return translated(...events.map((event) => withStatusUrl(event, orderStatusUrl)));
}

/** Of an order's events only the first needs the URL. A guest's order has no recipient. */
function withStatusUrl(event: AnyEvent, orderStatusUrl: string | null): AnyEvent {
  if (event.kind !== "order_placed" || event.customerId === null || orderStatusUrl === null) {
    return event;
  }
  return { ...event, personal: { ...event.personal, orderStatusUrl } };
}

/** Shopify ignores case in discount codes. */
export const discountCodesOf = (codes: readonly unknown[]): string[] => [
  ...new Set(codes.flatMap((it) => textOf(it, 255)?.toUpperCase() ?? [])),
];

/** orders/delete: the body contains only the id. */
export function fromOrderDeleted(
  body: unknown,
  { shopId, triggeredAt, now }: TranslationContext,
): EventTranslation {
  const orderId = gidTail(at(body, "admin_graphql_api_id"), "Order") ?? idOf(at(body, "id"));
  if (!orderId) return refused("the order has no id");
  const occurredAt = triggeredAt ?? now;
  return translated({
    shopId,
    source: "shopify",
    sourceId: `order/${orderId}/deleted/${occurredAt.toISOString()}`,
    kind: "order_deleted",
    customerId: null,
    occurredAt,
    payload: { orderId },
    personal: null,
  });
}

/** orders/edited contains the edit; the accompanying orders/updated contains the order. */
export const fromOrderEdited = (): EventTranslation =>
  ignored("orders/updated tells what the edit made of the order");

/** The id of the event of an order's placement, which is recorded once. */
export const placedEventId = (orderId: string) => `order/${orderId}/placed`;

/** The events of one snapshot: placed, and the later change, if any. */
export function orderEvents(
  kind: OrderTopicKind,
  order: OrderSnapshot,
  customer: Pick<AnyEvent, "customerId" | "personal">,
  shopId: TranslationContext["shopId"],
): AnyEvent[] {
  const { orderId, placedAt, updatedAt } = order;
  const common = { shopId, source: "shopify", payload: order, ...customer } as const;
  const placed: AnyEvent = {
    ...common,
    sourceId: placedEventId(orderId),
    kind: "order_placed",
    occurredAt: placedAt,
  };
  if (kind === "order_placed") return [placed];
  const occurredAt =
    kind === "order_canceled"
      ? (order.cancelledAt ?? updatedAt)
      : kind === "order_fulfilled"
        ? (order.fulfilledAt ?? updatedAt)
        : updatedAt;
  const name = kind.slice("order_".length);
  return [
    placed,
    {
      ...common,
      sourceId: `order/${orderId}/${name}/${updatedAt.toISOString()}`,
      kind,
      occurredAt,
    },
  ];
}

/** A guest order is stored without personal data: nothing uses it. */
function customerOf(body: unknown): Pick<AnyEvent, "customerId" | "personal"> {
  const customer = at(body, "customer");
  const customerId =
    gidTail(at(customer, "admin_graphql_api_id"), "Customer") ?? idOf(at(customer, "id"));
  if (!customerId) return { customerId: null, personal: null };
  const personal = personalFrom(customer, addressOf(body));
  const email = textOf(at(body, "email"), 320) ?? textOf(at(body, "contact_email"), 320);
  return {
    customerId,
    personal: orNull(personal.email || !email ? personal : { ...personal, email }),
  };
}

function orderLines(orderId: string, lines: unknown, currency: string): OrderLine[] | null {
  const read = new Map<string, OrderLine>();
  for (const [index, line] of listOf(lines, MAX_LINES).entries()) {
    const lineId =
      gidTail(at(line, "admin_graphql_api_id"), "LineItem") ??
      idOf(at(line, "id")) ??
      `${orderId}-${index + 1}`;
    const quantity = Math.max(0, countOf(at(line, "quantity")) ?? 0);
    const netMinor = lineNetMinor(line, quantity, currency);
    if (!Number.isSafeInteger(netMinor)) return null;
    read.set(lineId, {
      lineId,
      productId: idOf(at(line, "product_id")),
      variantId: idOf(at(line, "variant_id")),
      title: textOf(at(line, "title"), 500) ?? textOf(at(line, "name"), 500) ?? "",
      quantity,
      netMinor,
    });
  }
  return [...read.values()];
}

/** Allocations include every discount, also the order's own; `total_discount` only the line's. */
function lineNetMinor(line: unknown, quantity: number, currency: string): number {
  const allocations = listOf(at(line, "discount_allocations"), 100);
  const discountMinor =
    allocations.length > 0
      ? allocations.reduce<number>((sum, it) => sum + (shopMoney(it, "amount", currency) ?? 0), 0)
      : (shopMoney(line, "total_discount", currency) ?? 0);
  return Math.max(0, (shopMoney(line, "price", currency) ?? 0) * quantity - discountMinor);
}

const isFulfilled = (body: unknown) => at(body, "fulfillment_status") === "fulfilled";

/** When the last fulfillment of a fully fulfilled order was created. */
function fulfilledAt(body: unknown, now: Date): Date | null {
  if (!isFulfilled(body)) return null;
  return listOf(at(body, "fulfillments"), 1_000)
    .map((it) => instantOf(at(it, "created_at"), now))
    .reduce((last, it) => (it && (!last || it > last) ? it : last), null);
}

/** An amount in the shop's own currency, from the `_set` if present. */
function shopMoney(node: unknown, name: string, currency: string): number | null {
  const set = at(node, `${name}_set`, "shop_money");
  const setCurrency = currencyOf(at(set, "currency_code")) ?? currency;
  return (
    (setCurrency === currency ? minorOf(at(set, "amount"), currency) : null) ??
    minorOf(at(node, name), currency)
  );
}
