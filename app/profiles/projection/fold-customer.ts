import type { AnyEvent, Personal } from "~/events/event";
import { resolveConsent, type Consent } from "../consent";
import { changeTags } from "../customer-tags";
import { EMPTY_CONTACT, mergeContact, type Contact, type ContactUpdate } from "../contact";

/** A customer's state without orders. */
export interface CustomerState {
  readonly contact: Contact;
  readonly consent: Consent;
  /** `null` before the first event. */
  readonly createdAt: Date | null;
  /** Time of the newest customer record; `null` while only orders mention the customer. */
  readonly sourceUpdatedAt: Date | null;
  readonly deletedAt: Date | null;
}

export const UNKNOWN_CUSTOMER: CustomerState = {
  contact: EMPTY_CONTACT,
  consent: { marketingState: "not_subscribed", optIn: null, changedAt: null },
  createdAt: null,
  sourceUpdatedAt: null,
  deletedAt: null,
};

/**
 * Folds an event into a customer's state. The result does not depend
 * on the order or repetition of events. The contact of a
 * deleted or erased customer stays empty.
 */
export function foldCustomer(known: CustomerState, event: AnyEvent): CustomerState {
  const next = applyEvent(known, event);
  const isErased = next.deletedAt !== null || next.consent.marketingState === "redacted";
  return isErased ? { ...next, contact: EMPTY_CONTACT } : next;
}

function applyEvent(known: CustomerState, event: AnyEvent): CustomerState {
  switch (event.kind) {
    case "customer_created":
    case "customer_updated": {
      const { createdAt, updatedAt, locale, countryCode, consent } = event.payload;
      const update: ContactUpdate = {
        ...toContactUpdate(event.personal),
        ...(locale && { locale }),
        ...(countryCode && { countryCode }),
      };
      return {
        ...known,
        contact: mergeContact(known.contact, update, { by: "customer", at: updatedAt }),
        consent: consent ? resolveConsent(known.consent, consent) : known.consent,
        createdAt: known.sourceUpdatedAt ? earlier(known.createdAt, createdAt) : createdAt,
        sourceUpdatedAt: later(known.sourceUpdatedAt, updatedAt),
      };
    }
    case "consent_changed": {
      const by = { by: "customer", at: event.payload.changedAt } as const;
      return {
        ...withFirstSeen(known, event.occurredAt),
        consent: resolveConsent(known.consent, event.payload),
        contact: mergeContact(known.contact, toContactUpdate(event.personal), by),
      };
    }
    case "customer_tags_changed": {
      const { personal, payload, occurredAt } = event;
      // An erased event has no tags.
      if (!personal?.tags) return known;
      const change = { change: payload.change, tags: personal.tags, at: occurredAt };
      const tags = changeTags(known.contact.tags, change);
      return { ...withFirstSeen(known, occurredAt), contact: { ...known.contact, tags } };
    }
    case "customer_deleted":
    case "customer_merged":
      return {
        ...withFirstSeen(known, event.occurredAt),
        deletedAt: earlier(known.deletedAt, event.occurredAt),
      };
    case "order_placed":
    case "order_updated":
    case "order_paid":
    case "order_fulfilled":
    case "order_canceled":
      return fromPurchase(known, event.personal, event.payload.placedAt, event.payload.updatedAt);
    case "checkout_started":
    case "checkout_updated":
    case "checkout_completed":
      return fromPurchase(known, event.personal, event.payload.startedAt, event.payload.updatedAt);
    case "order_refunded":
    case "order_deleted":
    case "checkout_deleted":
    case "product_changed":
    case "product_deleted":
    case "collection_changed":
    case "collection_deleted":
    case "email_sent":
    case "email_clicked":
    case "email_unsubscribed":
    case "visitor_logged_in":
    case "sign_up_confirmed":
    case "notify_me_requested":
    case "segment_joined":
    case "segment_left":
    case "shopify_segment_changed":
    case "churn_predicted":
    case "intent_predicted":
    case "flow_entry_requested":
    case "custom_event_received":
    case "page_viewed":
    case "page_dwelt":
    case "product_viewed":
    case "collection_viewed":
    case "search_submitted":
    case "product_added_to_cart":
    case "product_removed_from_cart":
    case "cart_viewed":
    case "checkout_step_reached":
      return known;
  }
}

function fromPurchase(
  known: CustomerState,
  personal: Personal | null,
  startedAt: Date,
  updatedAt: Date,
): CustomerState {
  const by = { by: "order", at: updatedAt } as const;
  return {
    ...withFirstSeen(known, startedAt),
    contact: mergeContact(known.contact, toContactUpdate(personal), by),
  };
}

/** Until the customer record arrives, `createdAt` is the time of the first event. */
const withFirstSeen = (known: CustomerState, at: Date): CustomerState =>
  known.sourceUpdatedAt ? known : { ...known, createdAt: earlier(known.createdAt, at) };

function toContactUpdate(personal: Personal | null): ContactUpdate {
  const {
    recoveryUrl: _link,
    orderStatusUrl: _page,
    tags: _tags,
    properties: _properties,
    ...contact
  } = personal ?? {};
  return contact;
}

const earlier = (a: Date | null, b: Date): Date => (a && a <= b ? a : b);
const later = (a: Date | null, b: Date): Date => (a && a >= b ? a : b);
