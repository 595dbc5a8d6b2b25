/** A rejected discount, described for the merchant. Times are ISO 8601. */
export interface DiscountRefusal {
  readonly percentOff: number;
  readonly since: string;
  readonly text: string;
}

/** A rejected discount of a flow step. */
export interface StepRefusal extends DiscountRefusal {
  readonly stepId: string;
}

const SENTENCES: Readonly<Record<string, string>> = {
  scope_missing: "Kindred may not make discounts in your shop: open Kindred again and allow it.",
  unauthorized: "Shopify does not let Kindred make discounts now.",
  deleted_in_shopify: "The discount was deleted in Shopify.",
  ended_in_shopify: "The discount was ended in Shopify.",
  codes_not_taken: "Shopify did not take its codes.",
  invalid_input: "Shopify does not accept the discount.",
};
/** Shopify's error codes in `refused: CODE,CODE`. */
const CODES: Readonly<Record<string, string>> = {
  MAX_CODES_EXCEEDED: "The discount has as many codes as Shopify lets it have.",
  LIMIT_REACHED: "Your shop has as many discounts as Shopify lets it have.",
  TAKEN: "Your shop has another discount with the same code.",
};

/** One sentence about a rejected discount. */
export function describeRefusal(reason: string | null): string {
  const known = reason === null ? undefined : SENTENCES[reason];
  if (known !== undefined) return known;
  const codes = reason?.startsWith("refused: ") ? reason.slice(9).split(",").filter(Boolean) : [];
  const code = codes.find((it) => Object.hasOwn(CODES, it));
  if (code !== undefined) return CODES[code] ?? "";
  return codes.length === 0
    ? "Shopify does not accept the discount."
    : `Shopify does not accept the discount (${codes.join(", ")}).`;
}
