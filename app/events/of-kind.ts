import type { AnyEvent, Event, EventKind } from "./event";

/** The events of one kind, in their order. */
export function filterByKind<K extends EventKind>(
  events: readonly AnyEvent[],
  kind: K,
): Event<K>[] {
  const isOfKind = (event: AnyEvent): event is AnyEvent & Event<K> => event.kind === kind;
  return events.filter(isOfKind);
}
