import type { AnyEvent, Event, EventKind } from "./event";

/** The kinds of events about an order. */
export const ORDER_EVENT_KINDS = [
  "order_placed",
  "order_updated",
  "order_paid",
  "order_fulfilled",
  "order_canceled",
  "order_refunded",
  "order_deleted",
] as const satisfies readonly EventKind[];

/** The kinds of events about a checkout. */
export const CHECKOUT_EVENT_KINDS = [
  "checkout_started",
  "checkout_updated",
  "checkout_completed",
  "checkout_deleted",
] as const satisfies readonly EventKind[];

/** The events of one kind, in their order. */
export function filterByKind<K extends EventKind>(
  events: readonly AnyEvent[],
  kind: K,
): Event<K>[] {
  const isOfKind = (event: AnyEvent): event is AnyEvent & Event<K> => event.kind === kind;
  return events.filter(isOfKind);
}
