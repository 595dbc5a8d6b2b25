import { DISCOUNT_BOUNDS } from "~/flows/definition/discount-bounds";
import type { CouponRequest } from "~/flows/send-step";

/** A discount's form values: text until validated. */
export interface DiscountEdit {
  readonly percentOff: string;
  readonly validDays: string;
}

/** Field → problem. */
export type DiscountProblems = Readonly<Partial<Record<keyof DiscountEdit, string>>>;

/** The rules of `DISCOUNT_BOUNDS`. */
const RULES_IN_WORDS = {
  percentOff: "Must take off 1 to 90 %, a whole number",
  validDays: "Must hold for 1 to 90 days, a whole number",
} as const;

export const discountEditOf = ({ percentOff, validDays }: CouponRequest): DiscountEdit => ({
  percentOff: String(percentOff),
  validDays: String(validDays),
});

/** @returns the discount, or null with all problems for the merchant */
export function couponFrom(edit: DiscountEdit): {
  readonly coupon: CouponRequest | null;
  readonly problems: DiscountProblems;
} {
  const percentOff = parseWithin(edit.percentOff, DISCOUNT_BOUNDS.percentOff);
  const validDays = parseWithin(edit.validDays, DISCOUNT_BOUNDS.validDays);
  if (percentOff !== null && validDays !== null) {
    return { coupon: { percentOff, validDays }, problems: {} };
  }
  return {
    coupon: null,
    problems: {
      ...(percentOff === null && { percentOff: RULES_IN_WORDS.percentOff }),
      ...(validDays === null && { validDays: RULES_IN_WORDS.validDays }),
    },
  };
}

/** Parses a whole number within bounds; null for anything else. */
function parseWithin(text: string, { min, max }: { min: number; max: number }): number | null {
  if (!/^\s*\d+\s*$/.test(text)) return null;
  const number = Number(text);
  return number >= min && number <= max ? number : null;
}

/** Describes the discount in Shopify and the validity of its codes. */
export function discountWords({ percentOff, validDays }: CouponRequest): string {
  const end =
    validDays === 1
      ? "the day after the email left"
      : `the ${ordinal(validDays)} day after the email left`;
  return `${percentOff} % off the whole order. Each customer gets a code of their own, good for one order until the end of ${end}.`;
}

const SUFFIXES: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const RULES = new Intl.PluralRules("en", { type: "ordinal" });
const ordinal = (count: number) => `${count}${SUFFIXES[RULES.select(count)] ?? "th"}`;
