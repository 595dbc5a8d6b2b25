import { gid, type CustomerRecord, type ShopRecord } from "../store-records";
import { complianceCustomer } from "./customer-payload";
import type { ShopPlan } from "../world";
import { countryName, numericIdValue } from "./rest-values";

/** app/uninstalled and shop/update: the whole shop object. */
export function shopPayload(shop: ShopRecord, plan: ShopPlan) {
  return {
    id: numericIdValue(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    province: null,
    country: shop.countryCode,
    address1: shop.address1,
    zip: shop.zip,
    city: shop.city,
    source: null,
    phone: null,
    latitude: null,
    longitude: null,
    primary_locale: shop.locale ?? "en",
    address2: null,
    created_at: shop.createdAt,
    updated_at: shop.updatedAt,
    country_code: shop.countryCode,
    country_name: countryName(shop.countryCode),
    currency: shop.currency,
    customer_email: shop.email,
    timezone: shop.timeZone,
    iana_timezone: shop.timeZone,
    shop_owner: shop.name,
    money_format: "{{amount}}",
    money_with_currency_format: "{{amount}} {{currency}}",
    weight_unit: "kg",
    province_code: null,
    taxes_included: false,
    plan_display_name: plan.displayName,
    plan_name: plan.name,
    myshopify_domain: shop.domain,
    enabled_presentment_currencies: [shop.currency],
  };
}

export function scopesUpdatePayload(
  shop: ShopRecord,
  previous: readonly string[],
  current: readonly string[],
  updatedAt: string,
) {
  return {
    id: numericIdValue(shop.id),
    shop_id: gid("Shop", shop.id),
    previous,
    current,
    updated_at: updatedAt,
  };
}

const shopFacts = (shop: ShopRecord) => ({
  shop_id: numericIdValue(shop.id),
  shop_domain: shop.domain,
});

export function dataRequestPayload(
  shop: ShopRecord,
  customer: CustomerRecord,
  orderIds: readonly string[],
  requestId: string,
) {
  return {
    ...shopFacts(shop),
    orders_requested: orderIds.map(numericIdValue),
    customer: complianceCustomer(customer),
    data_request: { id: numericIdValue(requestId) },
  };
}

export function customerRedactPayload(
  shop: ShopRecord,
  customer: CustomerRecord,
  orderIds: readonly string[],
) {
  return {
    ...shopFacts(shop),
    customer: complianceCustomer(customer),
    orders_to_redact: orderIds.map(numericIdValue),
  };
}

export const shopRedactPayload = shopFacts;
