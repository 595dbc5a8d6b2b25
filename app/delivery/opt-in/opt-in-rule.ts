import { z } from "zod";

/** Whether a sign-up counts only once its address is confirmed: where that is asked for, always, or never. */
export const OptInRule = z.enum(["where_required", "double", "single"]);
export type OptInRule = z.infer<typeof OptInRule>;

/** Where courts want proof that the owner of an address asked: Germany, Austria, Switzerland. */
const REQUIRED_IN: ReadonlySet<string> = new Set(["DE", "AT", "CH"]);

/** Where a shop sells, ISO 3166-1, as Shopify tells it. */
export interface Markets {
  /** The shop's own; `null` where Shopify has not told it. */
  readonly countryCode: string | null;
  readonly shipsToCountries: readonly string[];
}

/**
 * Whether a sign-up has to be confirmed by email: by the strictest of the markets that the shop sells to. What a
 * form says of its language counts for nothing: whoever fills it in could write it.
 */
export function needsConfirmation(
  rule: OptInRule,
  { countryCode, shipsToCountries }: Markets,
): boolean {
  if (rule !== "where_required") return rule === "double";
  const markets = [...(countryCode === null ? [] : [countryCode]), ...shipsToCountries];
  return markets.length === 0 || markets.some((market) => REQUIRED_IN.has(market));
}
