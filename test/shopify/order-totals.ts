import { currencyExponent, parseMoney } from "~/lib/money";
import type { OrderRecord } from "./store-records";
import type { SeedOrderLine } from "./store-seed";

/** Amounts in the currency's smallest unit. */
export interface OrderTotals {
  readonly lineItemsMinor: number;
  readonly discountMinor: number;
  readonly totalMinor: number;
  readonly refundedMinor: number;
  /** The amount after refunds and cancellation. */
  readonly currentTotalMinor: number;
}

export function aggregateOrder(order: OrderRecord): OrderTotals {
  const lineItemsMinor = order.lines.reduce((sum, line) => sum + lineMinor(order, line), 0);
  const discountMinor = minor(order.totalDiscount, order.currency);
  const totalMinor = lineItemsMinor - discountMinor;
  let refundedMinor = 0;
  for (const refund of order.refunds) {
    for (const line of refund.lines) refundedMinor += minor(line.subtotal, order.currency);
  }
  const isVoid = order.cancelledAt !== null;
  return {
    lineItemsMinor,
    discountMinor,
    totalMinor,
    refundedMinor,
    currentTotalMinor: isVoid ? 0 : totalMinor - refundedMinor,
  };
}

export function lineMinor(order: { currency: string }, line: SeedOrderLine): number {
  return minor(line.unitPrice, order.currency) * line.quantity;
}

/** The line's quantity after refunds and cancellation. */
export function currentQuantity(order: OrderRecord, line: SeedOrderLine): number {
  if (order.cancelledAt !== null) return 0;
  let quantity = line.quantity;
  for (const refund of order.refunds) {
    for (const refunded of refund.lines) {
      if (refunded.lineId === line.id) quantity -= refunded.quantity;
    }
  }
  return Math.max(0, quantity);
}

export type FinancialStatus = "pending" | "paid" | "partially_refunded" | "refunded" | "voided";

export function financialStatus(order: OrderRecord): FinancialStatus {
  const { totalMinor, refundedMinor } = aggregateOrder(order);
  if (refundedMinor > 0) return refundedMinor >= totalMinor ? "refunded" : "partially_refunded";
  if (order.cancelledAt !== null) return "voided";
  return order.paidAt === null ? "pending" : "paid";
}

export function minor(amount: string, currency: string): number {
  const money = parseMoney(amount, currency);
  if (!money) throw new Error(`"${amount}" is no amount of money`);
  return money.minor;
}

/** Shopify's decimal string: 1234 GBP → "12.34", 500 JPY → "500". */
export function decimal(amountMinor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  return (amountMinor / 10 ** exponent).toFixed(exponent);
}
