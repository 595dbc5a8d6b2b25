import { parseMoney } from "~/lib/money";

/**
 * A unit cost in minor units of the shop's currency.
 *
 * @param cost as Shopify sends it; null: the merchant has not entered it
 * @returns null: unknown. A cost in another currency, such as from before the shop changed its own, is unknown too.
 */
export function unitCostMinor(
  cost: { readonly amount: string; readonly currencyCode: string } | null,
  shopCurrency: string,
): number | null {
  if (cost === null || cost.currencyCode !== shopCurrency) return null;
  const minor = parseMoney(cost.amount, shopCurrency)?.minor ?? null;
  return minor !== null && minor >= 0 ? minor : null;
}
