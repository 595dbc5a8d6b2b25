import { DISCOUNT_BOUNDS } from "~/flows/definition/discount-bounds";
import type { CouponRequest } from "~/flows/definition/send-step";

/** A discount's form values: text until validated. */
export interface DiscountEdit {
  readonly percentOff: string;
  readonly validDays: string;
  /** Whether Kindred chooses each customer's discount. */
  readonly perCustomer?: boolean;
}

export const discountEditOf = ({
  percentOff,
  validDays,
  perCustomer,
}: CouponRequest): DiscountEdit => ({
  percentOff: String(percentOff),
  validDays: String(validDays),
  ...(perCustomer && { perCustomer }),
});

type DiscountNumber = "percentOff" | "validDays";

/** @returns the discount, or null with the fields outside of `DISCOUNT_BOUNDS` */
export function couponFrom(edit: DiscountEdit): {
  readonly coupon: CouponRequest | null;
  readonly invalid: readonly DiscountNumber[];
} {
  const percentOff = parseWithin(edit.percentOff, DISCOUNT_BOUNDS.percentOff);
  const validDays = parseWithin(edit.validDays, DISCOUNT_BOUNDS.validDays);
  if (percentOff !== null && validDays !== null) {
    const perCustomer = edit.perCustomer === true && { perCustomer: true as const };
    return { coupon: { percentOff, validDays, ...perCustomer }, invalid: [] };
  }
  return {
    coupon: null,
    invalid: [
      ...(percentOff === null ? (["percentOff"] as const) : []),
      ...(validDays === null ? (["validDays"] as const) : []),
    ],
  };
}

/** Parses a whole number within bounds; null for anything else. */
function parseWithin(text: string, { min, max }: { min: number; max: number }): number | null {
  if (!/^\s*\d+\s*$/.test(text)) return null;
  const number = Number(text);
  return number >= min && number <= max ? number : null;
}
