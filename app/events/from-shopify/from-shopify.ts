import type { ShopId } from "~/lib/shop-id";
import { fromCheckout, fromCheckoutDeleted } from "./checkout";
import { fromCollection, fromCollectionDeleted } from "./collection";
import {
  fromConsent,
  fromCustomer,
  fromCustomerDeleted,
  fromCustomerMerge,
  fromCustomerTags,
} from "./customer";
import {
  fromAppUninstalled,
  fromBulkOperationFinished,
  fromCustomerRedact,
  fromDataRequest,
  fromScopesUpdate,
  fromShopRedact,
  fromShopUpdate,
  fromSubscriptionUpdate,
  type LifecycleTranslation,
} from "./lifecycle";
import { fromOrder, fromOrderDeleted, fromOrderEdited } from "./order";
import { fromProduct, fromProductDeleted } from "./product";
import { fromRefund } from "./refund";
import { fromSegmentMembership } from "./segment-membership";
import { isObject } from "../read-json";
import { ignored, refused, type TranslationContext } from "../translation";

/** A webhook as received, its body parsed by `parseLossless`. */
export interface Webhook {
  readonly shopId: ShopId;
  /** As in the header: `orders/create`. */
  readonly topic: string;
  /** X-Shopify-Triggered-At if plausible, else the time of receipt. */
  readonly triggeredAt: Date | null;
  /** X-Shopify-Triggered-At, unchecked. */
  readonly headerTriggeredAt: Date | null;
  readonly body: unknown;
  /** The shop's own currency, ISO 4217. */
  readonly currency: string;
  /** The time of receipt, the reference for plausible instants. */
  readonly now: Date;
}

type Translate = (body: unknown, context: TranslationContext) => LifecycleTranslation;

/** Every topic that is used. `shopify.app.toml` subscribes to these except for those of single shops. */
const TRANSLATORS: Readonly<Record<string, Translate>> = {
  "orders/create": (body, context) => fromOrder("order_placed", body, context),
  "orders/updated": (body, context) => fromOrder("order_updated", body, context),
  "orders/cancelled": (body, context) => fromOrder("order_canceled", body, context),
  "orders/paid": (body, context) => fromOrder("order_paid", body, context),
  "orders/fulfilled": (body, context) => fromOrder("order_fulfilled", body, context),
  "orders/edited": fromOrderEdited,
  "orders/delete": fromOrderDeleted,
  "refunds/create": fromRefund,
  "customers/create": (body, context) => fromCustomer("customer_created", body, context),
  "customers/update": (body, context) => fromCustomer("customer_updated", body, context),
  "customers/delete": fromCustomerDeleted,
  "customers/merge": fromCustomerMerge,
  "customer.tags_added": (body, context) => fromCustomerTags("added", body, context),
  "customer.tags_removed": (body, context) => fromCustomerTags("removed", body, context),
  "customer.joined_segment": (body, context) => fromSegmentMembership("joined", body, context),
  "customer.left_segment": (body, context) => fromSegmentMembership("left", body, context),
  "customers_email_marketing_consent/update": fromConsent,
  "checkouts/create": (body, context) => fromCheckout("checkout_started", body, context),
  "checkouts/update": (body, context) => fromCheckout("checkout_updated", body, context),
  "checkouts/delete": fromCheckoutDeleted,
  "products/create": fromProduct,
  "products/update": fromProduct,
  "products/delete": fromProductDeleted,
  "collections/create": fromCollection,
  "collections/update": fromCollection,
  "collections/delete": fromCollectionDeleted,
  "app/uninstalled": fromAppUninstalled,
  "app/scopes_update": fromScopesUpdate,
  "shop/update": fromShopUpdate,
  "bulk_operations/finish": fromBulkOperationFinished,
  "app_subscriptions/update": fromSubscriptionUpdate,
  "customers/data_request": fromDataRequest,
  "customers/redact": fromCustomerRedact,
  "shop/redact": fromShopRedact,
};

export const WEBHOOK_TOPICS: readonly string[] = Object.keys(TRANSLATORS);

/** Privacy requests must be met by law even after the app was uninstalled. */
export const PRIVACY_TOPICS = [
  "customers/data_request",
  "customers/redact",
  "shop/redact",
] as const;

/** Topics that trigger an action, also for shops without the app. */
export const LIFECYCLE_TOPICS = [
  "app/uninstalled",
  "app/scopes_update",
  "shop/update",
  "bulk_operations/finish",
  "app_subscriptions/update",
  ...PRIVACY_TOPICS,
] as const;

/**
 * Translates a webhook. Every field may be absent, null or filled; ids stay exact; money may be
 * text or a number.
 *
 * @returns events, a lifecycle action, or a reason for neither; never throws, whatever the body is
 */
export function eventsFromWebhook(webhook: Webhook): LifecycleTranslation {
  const { topic, body, ...context } = webhook;
  const translate = Object.hasOwn(TRANSLATORS, topic) ? TRANSLATORS[topic] : undefined;
  if (!translate) return ignored("the topic is not used");
  if (!isObject(body)) return refused("the body is no JSON object");
  return translate(body, context);
}
