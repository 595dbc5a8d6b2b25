import type { WebhookType } from "~/events/api/webhook-types";
import type { EventKind } from "~/events/event";
import type { StoredEvent } from "~/events/event-store.server";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";

/** Something that endpoints may be notified of. */
export interface WebhookFact {
  readonly type: WebhookType;
  /** Identifies it in the shop, so that it is queued once. */
  readonly source: string;
  readonly occurredAt: Date;
  /** The email that it is about; null: none. */
  readonly messageId: string | null;
  /** Whom it is about, where no email says so. */
  readonly profileId: ProfileId | null;
  /** The address, if it was reported. */
  readonly address: string | null;
  /** Fields of its payload besides ids. */
  readonly data: Readonly<Record<string, string | boolean | null>>;
}

/** The kinds of events that endpoints may be notified of. */
export const WEBHOOK_EVENT_KINDS = [
  "email_sent",
  "email_clicked",
  "email_unsubscribed",
  "consent_changed",
] as const satisfies readonly EventKind[];

/** What endpoints may be notified of among events. Clicks of scanners are left out. */
export const factsOfEvents = (events: readonly StoredEvent[]): WebhookFact[] =>
  events.flatMap((event) => factOfEvent(event) ?? []);

function factOfEvent(event: StoredEvent): WebhookFact | null {
  const { kind, payload, customerId, occurredAt } = event;
  const source = `${event.source}/${event.sourceId}`;
  const base = { occurredAt, source, address: null, profileId: null, data: {} };
  if (kind === "email_sent" || kind === "email_unsubscribed") {
    const type = kind === "email_sent" ? "email.sent" : "email.unsubscribed";
    return { ...base, type, messageId: payload.messageId };
  }
  if (kind === "email_clicked" && payload.classification === "human") {
    const data = { product_id: payload.productId ?? null };
    return { ...base, type: "email.clicked", messageId: payload.messageId, data };
  }
  if (kind !== "consent_changed" || customerId === null) return null;
  const { marketingState: state, optIn } = payload;
  if (state === "redacted") return null;
  return {
    ...base,
    type: "consent.changed",
    messageId: null,
    profileId: profileIdOfCustomer(customerId),
    data: { state, opt_in: optIn },
  };
}
