import type { CustomerId } from "~/lib/profile-id";
import type { ShopContact } from "~/privacy/shop-contact";
import { at, currencyOf, gidTail, idOf, listOf, textOf } from "../read-json";
import { refused, type TranslationContext, type EventTranslation } from "../translation";

/** A webhook about the installation or personal data: an action, not an event. */
export type Lifecycle =
  | { readonly kind: "app_uninstalled"; readonly triggeredAt: Date | null }
  | { readonly kind: "scopes_changed" }
  | { readonly kind: "subscription_changed" }
  | { readonly kind: "shop_changed"; readonly shop: ShopChange }
  | { readonly kind: "bulk_operation_finished"; readonly bulkOperationId: string }
  | { readonly kind: "customer_data_requested"; readonly request: PrivacyRequest }
  | { readonly kind: "customer_redacted"; readonly request: PrivacyRequest }
  | { readonly kind: "shop_redacted"; readonly triggeredAt: Date | null };

/** Only reported fields: an absent field stays unchanged. */
export interface ShopChange {
  readonly name: string | null;
  readonly currency: string | null;
  readonly timeZone: string | null;
  readonly countryCode: string | null;
  readonly primaryUrl: string | null;
  readonly contact: ShopContact;
  /** Shopify's name of the shop's plan; those of closed shops are among them. */
  readonly plan: string | null;
}

interface PrivacyRequest {
  /** `null` for a guest. */
  readonly customerId: CustomerId | null;
  readonly email: string | null;
  readonly orderIds: readonly string[];
  /** Shopify's number of a data request. */
  readonly requestId: string | null;
}

export type LifecycleTranslation =
  | EventTranslation
  | { readonly kind: "lifecycle"; readonly lifecycle: Lifecycle };

export const fromAppUninstalled = (_body: unknown, { triggeredAt }: TranslationContext) =>
  toDo({ kind: "app_uninstalled", triggeredAt });

/** The granted scopes are read from Shopify, because the webhook may be stale. */
export const fromScopesUpdate = () => toDo({ kind: "scopes_changed" });

/** The subscription is read from Shopify, because the webhook may be stale. */
export const fromSubscriptionUpdate = () => toDo({ kind: "subscription_changed" });

export function fromShopUpdate(body: unknown): LifecycleTranslation {
  const domain = textOf(at(body, "domain"), 253);
  return toDo({
    kind: "shop_changed",
    shop: {
      name: textOf(at(body, "name"), 255),
      currency: currencyOf(at(body, "currency")),
      timeZone: timeZoneOf(at(body, "iana_timezone")),
      countryCode: textOf(at(body, "country_code"), 2),
      primaryUrl: domain && /^[\w.-]+$/.test(domain) ? `https://${domain}` : null,
      contact: {
        email: textOf(at(body, "email"), 320),
        company: null,
        address1: textOf(at(body, "address1"), 500),
        address2: textOf(at(body, "address2"), 500),
        city: textOf(at(body, "city"), 255),
        zip: textOf(at(body, "zip"), 50),
        province: textOf(at(body, "province"), 255),
        countryCode: textOf(at(body, "country_code"), 2),
      },
      plan: textOf(at(body, "plan_name"), 100),
    },
  });
}

export function fromBulkOperationFinished(body: unknown): LifecycleTranslation {
  const bulkOperationId = textOf(at(body, "admin_graphql_api_id"), 100);
  if (!bulkOperationId || !gidTail(bulkOperationId, "BulkOperation")) {
    return refused("the bulk operation has no id");
  }
  return toDo({ kind: "bulk_operation_finished", bulkOperationId });
}

export const fromDataRequest = (body: unknown) =>
  privacyRequest("customer_data_requested", body, "orders_requested");

export const fromCustomerRedact = (body: unknown) =>
  privacyRequest("customer_redacted", body, "orders_to_redact");

export const fromShopRedact = (_body: unknown, { triggeredAt }: TranslationContext) =>
  toDo({ kind: "shop_redacted", triggeredAt });

/** Orders only identify a person without id and address. */
const MAX_ORDERS = 10_000;

function privacyRequest(
  kind: "customer_data_requested" | "customer_redacted",
  body: unknown,
  ordersField: string,
): LifecycleTranslation {
  const request: PrivacyRequest = {
    customerId: idOf(at(body, "customer", "id")),
    email: textOf(at(body, "customer", "email"), 320),
    orderIds: listOf(at(body, ordersField), MAX_ORDERS).flatMap((id) => idOf(id) ?? []),
    requestId: idOf(at(body, "data_request", "id")),
  };
  if (!request.customerId && !request.email && request.orderIds.length === 0) {
    return refused("the request names neither a customer nor an order");
  }
  return toDo({ kind, request });
}

function timeZoneOf(value: unknown): string | null {
  const name = textOf(value, 100);
  if (!name) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

const toDo = (lifecycle: Lifecycle): LifecycleTranslation => ({ kind: "lifecycle", lifecycle });
