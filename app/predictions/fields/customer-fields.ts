import { currencyExponent } from "~/lib/money";
import type { CustomerId } from "~/lib/profile-id";

/** The learned values of a customer. */
export interface LearnedOfCustomer {
  readonly customerId: CustomerId;
  readonly groupKey: string | null;
  readonly churnRate: number | null;
  readonly valueMinor: number | null;
}

const FIELD_NAMESPACE = "kindred";
export const FIELD_KEYS = ["group", "churn_chance", "value_12_months"] as const;
/** Shopify accepts 25 metafields per call. */
export const CUSTOMERS_AT_ONCE = Math.floor(25 / FIELD_KEYS.length);

const ownerIdOf = (customerId: CustomerId): string => `gid://shopify/Customer/${customerId}`;

/** Identifies each field of a customer at Shopify. */
export const customerFieldIds = (customerId: CustomerId) =>
  FIELD_KEYS.map((key) => ({ ownerId: ownerIdOf(customerId), namespace: FIELD_NAMESPACE, key }));

/**
 * A customer's metafields: group, churn risk and 12-month spend in the shop's currency. Unknown
 * values are omitted.
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
