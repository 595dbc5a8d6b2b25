import type { AnyEvent, OrderSnapshot, RefundSnapshot } from "~/events/event";

export interface ToldOrder {
  /** The newest that was told. */
  readonly order: OrderSnapshot;
  readonly profileId: string | null;
  /** Of all that was told. */
  readonly refunds: readonly RefundSnapshot[];
  readonly firstFulfilledAt: Date | null;
}

/**
 * Of each order that the events show, the newest state. Of two at the same
 * instant (several topics tell of one change) a cancelled one wins, then the
 * smaller total: some choice, but the same in whatever order they are told.
 */
export function newestOrders(events: readonly AnyEvent[]): ToldOrder[] {
  const newest = new Map<string, ToldOrder>();
  for (const event of events) {
    if (!showsOrder(event)) continue;
    const order = event.payload;
    const profileId = event.customerId ? `c${event.customerId}` : null;
    const known = newest.get(order.orderId);
    const isNewer = !known || compare(known.order, order) <= 0;
    newest.set(order.orderId, {
      order: isNewer ? order : known.order,
      profileId: isNewer ? profileId : known.profileId,
      refunds: [...(known?.refunds ?? []), ...order.refunds],
      firstFulfilledAt: earlier(known?.firstFulfilledAt ?? null, order.fulfilledAt),
    });
  }
  return [...newest.values()];
}

const SHOWING = [
  "order_placed",
  "order_updated",
  "order_paid",
  "order_fulfilled",
  "order_cancelled",
] as const;
type Showing = Extract<AnyEvent, { readonly kind: (typeof SHOWING)[number] }>;

function showsOrder(event: AnyEvent): event is Showing {
  return SHOWING.some((kind) => kind === event.kind);
}

function compare(a: OrderSnapshot, b: OrderSnapshot): number {
  return (
    +a.updatedAt - +b.updatedAt ||
    Number(a.cancelledAt !== null) - Number(b.cancelledAt !== null) ||
    b.totalMinor - a.totalMinor
  );
}

function earlier(a: Date | null, b: Date | null): Date | null {
  return a && b ? (a <= b ? a : b) : (a ?? b);
}
