import { z } from "zod";
import { CouponRequest } from "~/flows/send-step";

/** A discount's form values: text until validated. */
export const DiscountEdit = z.object({ percentOff: z.string(), validDays: z.string() });
export type DiscountEdit = z.infer<typeof DiscountEdit>;

/** Field → problem. */
export type DiscountProblems = Readonly<Partial<Record<keyof DiscountEdit, string>>>;

/** From 1 to 90, as `CouponRequest` has it. */
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
  const parsed = CouponRequest.safeParse({
    percentOff: wholeNumber(edit.percentOff),
    validDays: wholeNumber(edit.validDays),
  });
  if (parsed.success) return { coupon: parsed.data, problems: {} };
  const wrong = parsed.error.issues.map(({ path }) => path[0] as keyof DiscountEdit);
  return {
    coupon: null,
    problems: Object.fromEntries(wrong.map((field) => [field, RULES_IN_WORDS[field]])),
  };
}

/** Anything but a whole number becomes NaN, which the schema rejects. */
const wholeNumber = (text: string) => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);

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
