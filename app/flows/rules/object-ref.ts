import { meetsPropertyFilter } from "~/events/custom-event";
import type { AnyEvent } from "~/events/event";
import type { Trigger } from "../definition/trigger";
import type { EventObject } from "./enroll";

/** A reference to a trigger object: checkouts and orders by id, others by value. */
export type ObjectRef =
  | { readonly kind: "checkout"; readonly token: string }
  | { readonly kind: "order"; readonly orderId: string }
  | EventObject;

/** The UTC day of an instant, as part of an object key. */
const dayKey = (at: Date): string => at.toISOString().slice(0, 10);

/** The object of an event for a trigger; null if the event is unrelated. */
export function toObjectRef(event: AnyEvent, trigger: Trigger): ObjectRef | null {
  switch (trigger.kind) {
    case "checkout_idle":
      return event.kind === "checkout_started" || event.kind === "checkout_updated"
        ? { kind: "checkout", token: event.payload.token }
        : null;
    case "order_delivered":
      return isOrderEvent(event) && event.payload.fulfilledAt !== null
        ? { kind: "order", orderId: event.payload.orderId }
        : null;
    case "order_paid":
      return event.kind === "order_paid" || event.kind === "order_placed"
        ? { kind: "order", orderId: event.payload.orderId }
        : null;
    case "cart_idle": {
      if (event.kind !== "product_added_to_cart") return null;
      const { idleMinutes } = trigger;
      const startedAt = event.occurredAt;
      return { kind: "cart", key: `cart/${dayKey(startedAt)}`, startedAt, idleMinutes };
    }
    case "browse_idle": {
      if (event.kind !== "product_viewed") return null;
      const { productId } = event.payload;
      const at = event.occurredAt;
      const key = `viewed/${productId}/${dayKey(at)}`;
      return { kind: "product", key, productId, variantId: null, at, seenMinor: null };
    }
    case "consent_given": {
      if (event.kind !== "consent_changed" && event.kind !== "customer_created") return null;
      const consent = event.kind === "consent_changed" ? event.payload : event.payload.consent;
      return consent?.marketingState === "subscribed"
        ? { kind: "person", key: "subscribed", at: consent.changedAt }
        : null;
    }
    case "segment_joined":
    case "segment_left": {
      if (event.kind !== trigger.kind || event.payload.segmentId !== trigger.segmentId) return null;
      const at = event.occurredAt;
      const change = trigger.kind === "segment_joined" ? "joined" : "left";
      const key = `${change}/${trigger.segmentId}/${dayKey(at)}`;
      return { kind: "person", key, at, moved: { segmentId: trigger.segmentId, change } };
    }
    case "shopify_flow": {
      if (event.kind !== "flow_entry_requested") return null;
      return { kind: "person", key: `shopify-flow/${event.payload.runId}`, at: event.occurredAt };
    }
    case "custom_event": {
      if (event.kind !== "custom_event_received") return null;
      if (event.payload.name !== trigger.eventName) return null;
      const isMet =
        trigger.property === "" || meetsPropertyFilter(event.personal?.properties ?? {}, trigger);
      return isMet ? toCustomEventRef(event) : null;
    }
    case "lapsed":
    case "replenishment_due":
    case "unengaged":
    case "top_customer":
    case "anniversary":
    case "order_expected":
    case "back_in_stock":
    case "price_drop":
    case "low_stock":
      return null;
  }
}

/** The object of a custom event. */
export const toCustomEventRef = ({
  sourceId: eventId,
  occurredAt: at,
}: Pick<AnyEvent, "sourceId" | "occurredAt">) =>
  ({ kind: "person", key: `event/${eventId}`, at, eventId }) as const;

function isOrderEvent(
  event: AnyEvent,
): event is Extract<
  AnyEvent,
  { kind: "order_placed" | "order_updated" | "order_paid" | "order_fulfilled" }
> {
  return (
    event.kind === "order_placed" ||
    event.kind === "order_updated" ||
    event.kind === "order_paid" ||
    event.kind === "order_fulfilled"
  );
}
