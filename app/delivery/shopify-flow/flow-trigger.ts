import type { AnyEvent, EventKind } from "~/events/event";

/** What begins workflows of Shopify Flow: the handles of `extensions/flow-trigger-*`, and the event that each tells. */
export const FLOW_TRIGGERS = {
  "kindred-segment-joined": "segment_joined",
  "kindred-churn-predicted": "churn_predicted",
  "kindred-high-intent": "intent_predicted",
  "kindred-mail-clicked": "mail_clicked",
} as const satisfies Record<string, EventKind>;
export type FlowTriggerHandle = keyof typeof FLOW_TRIGGERS;

export const FLOW_TRIGGER_HANDLES = Object.keys(FLOW_TRIGGERS) as FlowTriggerHandle[];

/** Names that a payload shows, by id. */
export interface TriggerNames {
  readonly segments: ReadonlyMap<string, string>;
  /** Who sent a mail, by the mail's id: a flow or a campaign. */
  readonly senders: ReadonlyMap<string, string>;
}

/** A workflow that begins days after what it is about would come out of the blue. */
const MAX_AGE_MS = 3 * 86_400_000;

/**
 * What Shopify Flow is told of an event, by the keys of the trigger's fields.
 *
 * @returns null: nothing, for the event is about nobody (any more), old, or a machine's
 */
export function buildTriggerPayload(
  event: AnyEvent,
  { segments, senders }: TriggerNames,
  now: Date,
): Readonly<Record<string, number | string>> | null {
  const { customerId, occurredAt } = event;
  if (customerId === null || now.getTime() - occurredAt.getTime() > MAX_AGE_MS) return null;
  const customer_id = Number(customerId);
  if (event.kind === "segment_joined") {
    const name = segments.get(event.payload.segmentId);
    return name === undefined ? null : { customer_id, "Segment name": name };
  }
  if (event.kind === "churn_predicted" || event.kind === "intent_predicted") {
    return { customer_id, Percent: String(Math.round(event.payload.rate * 100)) };
  }
  if (event.kind !== "mail_clicked" || event.payload.class !== "human") return null;
  return { customer_id, "Mail of": senders.get(event.payload.messageId) ?? "Kindred" };
}
