import type { StoredEvent } from "~/events/event-store.server";

/** A line of the ledger that somebody else's word makes. */
export interface ReportedConsent {
  /** The event's own key: the same each time it is read. */
  readonly key: string;
  readonly customerId: string;
  readonly kind: "given" | "withdrawn";
  readonly at: Date;
  readonly source: "shopify" | "unsubscribe_link";
  /** As Shopify calls it; null where it does not say. */
  readonly optIn: string | null;
}

/**
 * What an event says of a customer's consent to news, for the ledger. A form's
 * own lines stand there already; a state in which nobody agreed to anything or
 * took anything back leaves none.
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
