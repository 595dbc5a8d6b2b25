import type { RefundSnapshot } from "../event";
import { at, currencyOf, gidTail, idOf, instantOf, listOf, minorOf } from "../read-json";
import { badInstant } from "../read-json";
import { notAnInstant, refused, told, type Telling, type Translation } from "../translation";

/** refunds/create. It names the order and nobody else. */
export function fromRefund(body: unknown, telling: Telling): Translation {
  const { shopId, currency, now } = telling;
  const bad = badInstant(body, ["created_at", "processed_at"], now);
  if (bad) return notAnInstant(bad);
  const orderId = idOf(at(body, "order_id"));
  if (!orderId) return refused("the refund does not tell its order");
  const refund = refundFrom(body, orderId, currency, now);
  if (!refund) return refused("the refund has no id, or does not tell when it was made");
  return told({
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
 * A refund, by itself or inside its order: what was paid back, else, where no
 * payment is told, the worth of what was taken back.
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
  const amountMinor = paidBackMinor(refund, currency) ?? takenBackMinor(refund, currency);
  if (!Number.isSafeInteger(amountMinor)) return null;
  return { refundId, orderId, amountMinor: Math.max(0, amountMinor), currency, refundedAt };
}

/** `null` when no payment, or one in a currency that is not the shop's, is told. */
function paidBackMinor(refund: unknown, currency: string): number | null {
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

function takenBackMinor(refund: unknown, currency: string): number {
  return listOf(at(refund, "refund_line_items"), 4_000).reduce<number>(
    (sum, line) =>
      sum + amountOf(line, "subtotal", currency) + amountOf(line, "total_tax", currency),
    0,
  );
}

const amountOf = (line: unknown, name: string, currency: string): number =>
  minorOf(at(line, `${name}_set`, "shop_money", "amount"), currency) ??
  minorOf(at(line, name), currency) ??
  0;
