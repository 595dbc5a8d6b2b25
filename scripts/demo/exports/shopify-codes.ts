import { isEnumType } from "graphql";
import { loadAdminSchema } from "../../../test/shopify/graphql/schema";

/** Whether Shopify supports the currency: ISO 4217, in capitals. */
export const isCurrency = (code: string): boolean => valuesOf("CurrencyCode").has(code);

/**
 * Shopify's country code, ISO 3166 alpha-2, for a code in any case: the common "UK" is GB.
 *
 * @returns null for an unknown one
 */
export function countryOf(text: string): string | null {
  if (!/^[A-Za-z]{2}$/.test(text)) return null;
  const { region } = new Intl.Locale(`und-${text}`);
  return region !== undefined && valuesOf("CountryCode").has(region) ? region : null;
}

const loaded = new Map<string, ReadonlySet<string>>();

function valuesOf(name: "CountryCode" | "CurrencyCode"): ReadonlySet<string> {
  let values = loaded.get(name);
  if (!values) {
    const type = loadAdminSchema().schema.getType(name);
    if (!isEnumType(type)) throw new Error(`Shopify's schema has no enum ${name}`);
    values = new Set(type.getValues().map((value) => value.name));
    loaded.set(name, values);
  }
  return values;
}
