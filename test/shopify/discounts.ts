import { decimal, minor } from "./order-totals";
import type { CheckoutRecord, DiscountRecord } from "./store-records";
import type { Store } from "./store";

/** The discount with a code, case-insensitively. */
export function findByCode(store: Store, code: string): DiscountRecord | null {
  const wanted = code.toUpperCase();
  return [...store.discounts.values()].find((it) => Object.hasOwn(it.codes, wanted)) ?? null;
}

export function isActive({ startsAt, endsAt }: DiscountRecord, nowIso: string): boolean {
  const now = Date.parse(nowIso);
  return Date.parse(startsAt) <= now && (endsAt === null || Date.parse(endsAt) > now);
}

/**
 * Uses the codes of a checkout as far as they apply: unknown, used and expired codes are ignored, as in Shopify's
 * checkout.
 *
 * @param nowIso when the checkout is completed
 * @returns the applied codes and their total discount
 */
export function redeemCodes(
  store: Store,
  { discountCodes, lines, currency, customerId }: CheckoutRecord,
  nowIso: string,
): { discountCodes: string[]; totalDiscount: string } {
  const subtotal = lines.reduce((sum, it) => sum + minor(it.unitPrice, currency) * it.quantity, 0);
  const counted: string[] = [];
  let offMinor = 0;
  for (const code of discountCodes) {
    const discount = findByCode(store, code);
    const redeemed = discount?.codes[code.toUpperCase()];
    if (!discount || !redeemed || !isActive(discount, nowIso)) continue;
    if (discount.usageLimit !== null && redeemed.usageCount >= discount.usageLimit) continue;
    const isSecondTime = customerId !== null && discount.usedBy.includes(customerId);
    if (discount.appliesOncePerCustomer && isSecondTime) continue;
    redeemed.usageCount++;
    if (customerId !== null) discount.usedBy.push(customerId);
    counted.push(redeemed.code);
    offMinor += Math.round((subtotal - offMinor) * discount.percentage);
  }
  return { discountCodes: counted, totalDiscount: decimal(offMinor, currency) };
}
