import type { StoredEvent } from "~/events/event-store.server";
import type { CustomerId } from "~/lib/profile-id";

/** A ledger entry reported by another system. */
export interface ReportedConsent {
  /** The event's key: the same each time it is read. */
  readonly key: string;
  readonly customerId: CustomerId;
  readonly kind: "given" | "withdrawn";
  readonly at: Date;
  readonly source: "shopify" | "unsubscribe_link";
  /** Shopify's opt-in level; null if not reported. */
  readonly optIn: string | null;
}

/**
 * The ledger entry of a consent event. Entries from our own forms exist already; a state that is neither
 * consent nor withdrawal has none.
 */
export function readReportedConsent(event: StoredEvent): ReportedConsent | null {
  if (event.kind !== "consent_changed" || event.customerId === null) return null;
  const { source, sourceId, customerId, payload } = event;
  const isOurs = source === "kindred";
  if (isOurs && !sourceId.startsWith("message/")) return null;
  const kind = KINDS[payload.marketingState];
  if (kind === null) return null;
  return {
    key: `${source}/${sourceId}`,
    customerId,
    kind,
    at: payload.changedAt,
    source: isOurs ? "unsubscribe_link" : "shopify",
    optIn: kind === "given" ? payload.optIn : null,
  };
}

const KINDS = {
  subscribed: "given",
  unsubscribed: "withdrawn",
  redacted: "withdrawn",
  not_subscribed: null,
  pending: null,
  invalid: null,
} as const;
