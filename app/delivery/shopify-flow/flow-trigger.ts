import type { AnyEvent, EventKind } from "~/events/event";

/** Triggers of Shopify Flow: the handles of `extensions/flow-trigger-*` and the event that each reports. */
export const FLOW_TRIGGERS = {
  "kindred-segment-joined": "segment_joined",
  "kindred-churn-predicted": "churn_predicted",
  "kindred-high-intent": "intent_predicted",
  "kindred-email-clicked": "email_clicked",
} as const satisfies Record<string, EventKind>;
export type FlowTriggerHandle = keyof typeof FLOW_TRIGGERS;

export const FLOW_TRIGGER_HANDLES = Object.keys(FLOW_TRIGGERS) as FlowTriggerHandle[];

/** Names for the payloads, by id. */
export interface TriggerNames {
  readonly segments: ReadonlyMap<string, string>;
  /** Name of the flow or campaign that sent an email, by message id. */
  readonly senders: ReadonlyMap<string, string>;
}

/** A workflow should not start days after its event. */
const MAX_AGE_MS = 3 * 86_400_000;

/**
 * Builds the trigger payload of an event.
 *
 * @returns null when the event must not fire a trigger: no customer (any more), too old, or by a machine
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
  if (event.kind !== "email_clicked" || event.payload.classification !== "human") return null;
  return { customer_id, "Email of": senders.get(event.payload.messageId) ?? "Kindred" };
}
