import { decimal } from "../order-totals";

interface RawJson {
  rawJSON(text: string): unknown;
}

/** A numeric id as Shopify writes it, also exact beyond 2^53. */
export function numericIdValue(id: string | null): unknown {
  if (id === null) return null;
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : (JSON as unknown as RawJson).rawJSON(id);
}

/** `{shop_money, presentment_money}` of an amount in the smallest unit. */
export function moneySet(amountMinor: number, currency: string) {
  const money = { amount: decimal(amountMinor, currency), currency_code: currency };
  return { shop_money: money, presentment_money: money };
}

/** Order and checkout amounts occur twice: as a string and as a set. */
export function moneyFields(name: string, amountMinor: number, currency: string) {
  return {
    [name]: decimal(amountMinor, currency),
    [`${name}_set`]: moneySet(amountMinor, currency),
  };
}

const regionNames = new Intl.DisplayNames(["en"], { type: "region" });

export function countryName(code: string | null): string | null {
  return code === null ? null : (regionNames.of(code) ?? code);
}
