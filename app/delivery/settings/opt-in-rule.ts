import { z } from "zod";

/** When a sign-up needs confirmation: where required, always (double opt-in), or never (single). */
export const OptInRule = z.enum(["where_required", "double", "single"]);
export type OptInRule = z.infer<typeof OptInRule>;

/** Countries whose courts require proof that the owner of an address opted in: Germany, Austria, Switzerland. */
const REQUIRED_IN: ReadonlySet<string> = new Set(["DE", "AT", "CH"]);

/** The shop's markets, ISO 3166-1, from Shopify. */
export interface Markets {
  /** The shop's own country; `null` until Shopify reports it. */
  readonly countryCode: string | null;
  readonly shipsToCountries: readonly string[];
}

/**
 * Whether a sign-up needs confirmation by email: the strictest market of the shop decides. The form's language does
 * not count, since anyone can set it.
 */
export function needsConfirmation(
  rule: OptInRule,
  { countryCode, shipsToCountries }: Markets,
): boolean {
  if (rule !== "where_required") return rule === "double";
  const markets = [...(countryCode === null ? [] : [countryCode]), ...shipsToCountries];
  return markets.length === 0 || markets.some((market) => REQUIRED_IN.has(market));
}
