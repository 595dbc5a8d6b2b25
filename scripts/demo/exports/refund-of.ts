import type { SeedOrderLine, SeedRefund } from "../../../test/shopify/store-seed";
import type { ExportedOrder } from "./exported-order";
import { decimalOf, minorOf } from "../../../test/shopify/seed/seed-text";

const DAYS_TO_REFUND = 7;
const DAY_MS = 86_400_000;

/**
 * The refund of an export's "Refunded Amount", which names neither lines nor a date. Units are refunded from the
 * first line on, each at its price, until the amount is used up; the last unit may be refunded partly. Amounts above
 * the lines' value (shipping, taxes) are ignored. The date is that of the cancellation, else seven days after the
 * order.
 *
 * @returns one refund, or none when nothing was refunded
 */
export function refundOf(
  id: string,
  order: Pick<ExportedOrder, "createdAt" | "cancelledAt" | "refundedAmount">,
  lines: readonly SeedOrderLine[],
): SeedRefund[] {
  let openMinor = minorOf(order.refundedAmount);
  const refunded: SeedRefund["lines"][number][] = [];
  for (const line of lines) {
    const unitMinor = minorOf(line.unitPrice);
    if (openMinor === 0 || unitMinor === 0) continue;
    const quantity = Math.min(line.quantity, Math.ceil(openMinor / unitMinor));
    const subtotalMinor = Math.min(openMinor, quantity * unitMinor);
    openMinor -= subtotalMinor;
    refunded.push({ lineId: line.id, quantity, subtotal: decimalOf(subtotalMinor) });
  }
  if (refunded.length === 0) return [];
  const weekLater = new Date(Date.parse(order.createdAt) + DAYS_TO_REFUND * DAY_MS).toISOString();
  return [{ id, createdAt: order.cancelledAt ?? weekLater, lines: refunded }];
}
