import type { RefundSnapshot } from "../event";
import {
  at,
  findInvalidInstant,
  currencyOf,
  gidTail,
  idOf,
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

/** refunds/create. It names only the order. */
export function fromRefund(body: unknown, context: TranslationContext): EventTranslation {
  const { shopId, currency, now } = context;
  const bad = findInvalidInstant(body, ["created_at", "processed_at"], now);
  if (bad) return notAnInstant(bad);
  const orderId = idOf(at(body, "order_id"));
  if (!orderId) return refused("the refund does not tell its order");
  const refund = refundFrom(body, orderId, currency, now);
  if (!refund) return refused("the refund has no id, or does not tell when it was made");
  return translated({
    shopId,
    source: "shopify",
    sourceId: `refund/${refund.refundId}`,
    kind: "order_refunded",
    customerId: null,
    occurredAt: refund.refundedAt,
    payload: refund,
    personal: null,
  });
}

/**
 * A refund, standalone or inside its order: the refunded payments, else, without payments in the
 * shop's currency, the value of the returned lines.
 *
 * @returns `null` when it has no id or no instant
 */
export function refundFrom(
  refund: unknown,
  orderId: string,
  currency: string,
  now: Date,
): RefundSnapshot | null {
  const refundId = gidTail(at(refund, "admin_graphql_api_id"), "Refund") ?? idOf(at(refund, "id"));
  const refundedAt =
    instantOf(at(refund, "created_at"), now) ?? instantOf(at(refund, "processed_at"), now);
  if (!refundId || !refundedAt) return null;
  const amountMinor =
    refundedPaymentsMinor(refund, currency) ?? refundedLinesMinor(refund, currency);
  if (!Number.isSafeInteger(amountMinor)) return null;
  return { refundId, orderId, amountMinor: Math.max(0, amountMinor), currency, refundedAt };
}

/** `null` without payments, or with one in another currency than the shop's. */
function refundedPaymentsMinor(refund: unknown, currency: string): number | null {
  const payments = listOf(at(refund, "transactions"), 100).filter(
    (it) => at(it, "kind") === "refund" && (at(it, "status") ?? "success") === "success",
  );
  if (payments.length === 0) return null;
  let sum = 0;
  for (const payment of payments) {
    const inShopMoney = minorOf(at(payment, "amount_set", "shop_money", "amount"), currency);
    const isShopCurrency = (currencyOf(at(payment, "currency")) ?? currency) === currency;
    const amount =
      inShopMoney ?? (isShopCurrency ? minorOf(at(payment, "amount"), currency) : null);
    if (amount === null) return null;
    sum += amount;
  }
  return sum;
}

/**
 * Goods, shipping and duties, minus what the merchant withheld. Shopify reports a refunded adjustment as negative.
 * Shipping appears in its own lines, in an adjustment, or in both; it counts once.
 */
function refundedLinesMinor(refund: unknown, currency: string): number {
  const amount = (node: unknown, name: string) => amountOf(node, name, currency);
  const goods = sumOf(at(refund, "refund_line_items"), (line) => [
    amount(line, "subtotal"),
    amount(line, "total_tax"),
  ]);
  const adjustments = listOf(at(refund, "order_adjustments"), 1_000);
  const adjusted = sumOf(adjustments, (it) => [amount(it, "amount"), amount(it, "tax_amount")]);
  const isShippingAdjusted = adjustments.some((it) =>
    textOf(at(it, "kind"), 50)?.includes("shipping"),
  );
  const shipping = isShippingAdjusted
    ? 0
    : sumOf(at(refund, "refund_shipping_lines"), (line) => [
        amount(line, "subtotal_amount"),
        amount(line, "tax_amount"),
      ]);
  const duties = amount(refund, "total_duties");
  return goods + shipping + duties - adjusted;
}

const sumOf = (list: unknown, amountsOf: (node: unknown) => readonly number[]): number =>
  listOf(list, 4_000)
    .flatMap(amountsOf)
    .reduce((sum, minor) => sum + minor, 0);

const amountOf = (node: unknown, name: string, currency: string): number =>
  minorOf(at(node, `${name}_set`, "shop_money", "amount"), currency) ??
  minorOf(at(node, name), currency) ??
  0;
