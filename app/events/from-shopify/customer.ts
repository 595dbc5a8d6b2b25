import type { CustomerId } from "~/lib/profile-id";
import {
  MarketingState,
  type AnyEvent,
  type ConsentSnapshot,
  type CustomerSnapshot,
} from "../event";
import {
  at,
  findInvalidInstant,
  gidTail,
  idOf,
  instantOf,
  listOf,
  pastInstantOf,
  textOf,
} from "../read-json";
import {
  ignored,
  notAnInstant,
  refused,
  translated,
  type TranslationContext,
  type EventTranslation,
} from "../translation";
import { orNull, personalFrom } from "./person";
import { versionOf } from "./version-instant";

/**
 * customers/create and customers/update. Since API 2025-01 they have no consent; one that does is
 * accepted.
 */
export function fromCustomer(
  kind: "customer_created" | "customer_updated",
  body: unknown,
  context: TranslationContext,
): EventTranslation {
  const { shopId, now } = context;
  const bad = findInvalidInstant(body, ["created_at", "updated_at"], now);
  if (bad) return notAnInstant(bad);
  const customerId = customerIdOf(body);
  if (!customerId) return refused("the customer has no id");
  const version = versionOf(body, context);
  const createdAt = instantOf(at(body, "created_at"), now) ?? version;
  if (!createdAt) return refused("the customer does not tell when it was created");

  const customer: CustomerSnapshot = {
    locale: textOf(at(body, "locale"), 35),
    countryCode: textOf(at(body, "default_address", "country_code"), 2),
    createdAt,
    updatedAt: version ?? createdAt,
    consent: consentFrom(at(body, "email_marketing_consent"), null, now),
  };
  const personal = orNull(personalFrom(body, at(body, "default_address")));
  return translated(...customerEvents(kind, customerId, customer, personal, shopId));
}

/** customers/delete: personal data is erased with it. */
export function fromCustomerDeleted(
  body: unknown,
  { shopId, triggeredAt, now }: TranslationContext,
): EventTranslation {
  const customerId = customerIdOf(body);
  if (!customerId) return refused("the customer has no id");
  const occurredAt = triggeredAt ?? now;
  return translated({
    shopId,
    source: "shopify",
    sourceId: `customer/${customerId}/deleted/${occurredAt.toISOString()}`,
    kind: "customer_deleted",
    customerId,
    occurredAt,
    payload: {},
    personal: null,
  });
}

/** customers/merge: sent for each step of a merge; the last one counts. */
export function fromCustomerMerge(
  body: unknown,
  { shopId, triggeredAt, now }: TranslationContext,
): EventTranslation {
  const status = textOf(at(body, "status"), 20)?.toLowerCase();
  if (status !== "completed") return ignored("the merge is not completed");
  const customerId = gidTail(at(body, "admin_graphql_api_customer_deleted_id"), "Customer");
  const intoCustomerId = gidTail(at(body, "admin_graphql_api_customer_kept_id"), "Customer");
  if (!customerId || !intoCustomerId) return refused("the merge does not tell who became whom");
  const mergedAt = triggeredAt ?? now;
  return translated({
    shopId,
    source: "shopify",
    sourceId: `customer/${customerId}/merged/${intoCustomerId}`,
    kind: "customer_merged",
    customerId,
    occurredAt: mergedAt,
    payload: { intoCustomerId, mergedAt },
    personal: null,
  });
}

/** customers_email_marketing_consent/update */
export function fromConsent(body: unknown, context: TranslationContext): EventTranslation {
  const { shopId, now, triggeredAt } = context;
  const customerId = idOf(at(body, "customer_id")) ?? gidTail(at(body, "customer_id"), "Customer");
  if (!customerId) return refused("the consent does not tell its customer");
  const marketingState = marketingStateOf(at(body, "email_marketing_consent", "state"));
  const bad = findInvalidInstant(at(body, "email_marketing_consent"), ["consent_updated_at"], now);
  // An opt-in needs its own timestamp, or a stale one could undo a later opt-out. An opt-out counts
  // from its delivery.
  if (bad && (marketingState === "subscribed" || marketingState === "pending")) {
    return notAnInstant(bad);
  }
  const consent = consentFrom(at(body, "email_marketing_consent"), triggeredAt, now);
  if (!consent) return refused("the consent tells no known state, or not since when");
  const email = textOf(at(body, "email_address"), 320);
  return translated(consentChanged(customerId, consent, email ? { email } : null, shopId));
}

/** customer.tags_added and customer.tags_removed. The customer's other webhooks have no tags. */
export function fromCustomerTags(
  change: "added" | "removed",
  body: unknown,
  { shopId, now, triggeredAt }: TranslationContext,
): EventTranslation {
  const customerId = gidTail(at(body, "customerId"), "Customer");
  if (!customerId) return refused("the tags do not tell their customer");
  const bad = findInvalidInstant(body, ["occurredAt"], now);
  if (bad) return notAnInstant(bad);
  const occurredAt = pastInstantOf(at(body, "occurredAt"), now) ?? triggeredAt ?? now;
  const tags = customerTagsOf(at(body, "tags"));
  if (tags.length === 0) return ignored("no tags changed");
  return translated(tagsChanged(change, customerId, tags, occurredAt, shopId));
}

/** Shopify allows 250 tags of 255 characters. */
export const customerTagsOf = (tags: unknown): string[] => [
  ...new Set(listOf(tags, 250).flatMap((it) => textOf(it, 255) ?? [])),
];

export function tagsChanged(
  change: "listed" | "added" | "removed",
  customerId: CustomerId,
  tags: readonly string[],
  occurredAt: Date,
  shopId: TranslationContext["shopId"],
): AnyEvent {
  return {
    shopId,
    source: "shopify",
    sourceId: `customer/${customerId}/tags/${change}/${occurredAt.toISOString()}`,
    kind: "customer_tags_changed",
    customerId,
    occurredAt,
    payload: { change },
    personal: { tags: [...tags] },
  };
}

/**
 * The events of one customer's snapshot. Consent is a separate event: a customer webhook without
 * consent must not hide it.
 */
export function customerEvents(
  kind: "customer_created" | "customer_updated",
  customerId: CustomerId,
  customer: CustomerSnapshot,
  personal: AnyEvent["personal"],
  shopId: TranslationContext["shopId"],
): AnyEvent[] {
  const common = { shopId, source: "shopify", customerId, payload: customer, personal } as const;
  const created: AnyEvent = {
    ...common,
    sourceId: `customer/${customerId}/created`,
    kind: "customer_created",
    occurredAt: customer.createdAt,
  };
  const updated: AnyEvent = {
    ...common,
    sourceId: `customer/${customerId}/updated/${customer.updatedAt.toISOString()}`,
    kind: "customer_updated",
    occurredAt: customer.updatedAt,
  };
  return [
    kind === "customer_created" ? created : updated,
    ...(customer.consent ? [consentChanged(customerId, customer.consent, null, shopId)] : []),
  ];
}

function consentChanged(
  customerId: CustomerId,
  consent: ConsentSnapshot,
  personal: AnyEvent["personal"],
  shopId: TranslationContext["shopId"],
): AnyEvent {
  const { changedAt, marketingState } = consent;
  return {
    shopId,
    source: "shopify",
    sourceId: `consent/${customerId}/${changedAt.toISOString()}/${marketingState}`,
    kind: "consent_changed",
    customerId,
    occurredAt: changedAt,
    payload: consent,
    personal,
  };
}

function consentFrom(consent: unknown, fallbackAt: Date | null, now: Date): ConsentSnapshot | null {
  const marketingState = marketingStateOf(at(consent, "state"));
  const changedAt = pastInstantOf(at(consent, "consent_updated_at"), now) ?? fallbackAt;
  if (!marketingState || !changedAt) return null;
  return { marketingState, optIn: optInOf(at(consent, "opt_in_level")), changedAt };
}

/** Shopify writes states in lower case in webhooks, in upper case in GraphQL. */
export function marketingStateOf(value: unknown): MarketingState | null {
  return typeof value === "string"
    ? (MarketingState.safeParse(value.toLowerCase()).data ?? null)
    : null;
}

export const optInOf = (value: unknown): string | null => textOf(value, 50)?.toLowerCase() ?? null;

const customerIdOf = (body: unknown): string | null =>
  gidTail(at(body, "admin_graphql_api_id"), "Customer") ?? idOf(at(body, "id"));
