import { decimalOf, minorOf } from "../../../test/shopify/seed/seed-text";

/** Amounts of an order as exported; null where the export has no such cell. */
export interface ExportedTotals {
  readonly discount: string | null;
  readonly lineDiscounts: readonly string[];
  readonly subtotal: string | null;
  readonly shipping: string | null;
  readonly taxes: string | null;
  readonly total: string | null;
}

/**
 * The discount on an order's lines. Exports of different ages and programs put it into the order, its lines or both,
 * and a discount on shipping into the order. The subtotal is what the lines cost after discounts, unless the total
 * shows that it is before them, so it decides. Without it, the larger of the two discounts counts.
 *
 * @param linesMinor the lines before discounts, in hundredths
 * @returns the discount as a decimal text, or null if the lines cost less than the subtotal: one of them is missing or
 * was misread
 */
export function reconcileDiscount(linesMinor: number, totals: ExportedTotals): string | null {
  const discount = minorOf(totals.discount ?? "0");
  const ofLines = totals.lineDiscounts.reduce((sum, it) => sum + minorOf(it), 0);
  if (totals.subtotal === null) return decimalOf(Math.max(discount, ofLines));

  const tolerance = 1 + totals.lineDiscounts.length;
  const subtotal = minorOf(totals.subtotal);
  const isBeforeDiscount =
    totals.total === null
      ? Math.abs(subtotal - linesMinor) <= tolerance
      : showsDiscount(minorOf(totals.total), subtotal, discount, totals, tolerance);
  const net = isBeforeDiscount ? subtotal - discount : subtotal;
  const reconciled = linesMinor - net;
  if (reconciled < -tolerance) return null;
  return decimalOf(Math.max(0, reconciled));
}

/** Whether the total is the subtotal less the discount, with taxes added or included, and not the subtotal itself. */
function showsDiscount(
  total: number,
  subtotal: number,
  discount: number,
  { shipping, taxes }: ExportedTotals,
  tolerance: number,
): boolean {
  const gross = subtotal + minorOf(shipping ?? "0");
  const isTotal = (sum: number) =>
    [0, minorOf(taxes ?? "0")].some((tax) => Math.abs(sum + tax - total) <= tolerance);
  return isTotal(gross - discount) && !isTotal(gross);
}
