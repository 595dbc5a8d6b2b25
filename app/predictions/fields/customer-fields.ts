import { currencyExponent } from "~/lib/money";

/** What is written of a customer, as the store finds it. */
export interface LearnedOfCustomer {
  readonly customerId: string;
  readonly groupKey: string | null;
  readonly churnRate: number | null;
  readonly valueMinor: number | null;
}

export const FIELD_NAMESPACE = "kindred";
export const FIELD_KEYS = ["group", "churn_chance", "value_12_months"] as const;
/** Shopify takes 25 metafields in one call. */
export const CUSTOMERS_AT_ONCE = Math.floor(25 / FIELD_KEYS.length);

export const ownerIdOf = (customerId: string): string => `gid://shopify/Customer/${customerId}`;

/**
 * The metafields of a customer: their group, the chance that no order comes any
 * more, and what they will spend in 12 months, in the shop's currency. What is
 * not known is left out.
 */
export function customerFields(
  { customerId, groupKey, churnRate, valueMinor }: LearnedOfCustomer,
  currency: string,
) {
  const field = (
    key: (typeof FIELD_KEYS)[number],
    type: "single_line_text_field" | "number_decimal",
    value: string,
  ) => ({ ownerId: ownerIdOf(customerId), namespace: FIELD_NAMESPACE, key, type, value });
  const exponent = currencyExponent(currency);
  return [
    ...(groupKey === null ? [] : [field("group", "single_line_text_field", groupKey)]),
    ...(churnRate === null ? [] : [field("churn_chance", "number_decimal", churnRate.toFixed(2))]),
    ...(valueMinor === null
      ? []
      : [
          field(
            "value_12_months",
            "number_decimal",
            (valueMinor / 10 ** exponent).toFixed(exponent),
          ),
        ]),
  ];
}
