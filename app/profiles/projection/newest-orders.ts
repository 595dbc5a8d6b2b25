import type { AnyEvent, OrderSnapshot, RefundSnapshot } from "~/events/event";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";

export interface NewestOrder {
  /** The newest snapshot. */
  readonly order: OrderSnapshot;
  readonly profileId: ProfileId | null;
  /** From all snapshots. */
  readonly refunds: readonly RefundSnapshot[];
  readonly firstFulfilledAt: Date | null;
}

/**
 * The newest state of each order in the events. Of two at one
 * instant (several topics report one change) a canceled one wins, then the
 * smaller total: arbitrary, but independent of the event order.
 */
export function newestOrders(events: readonly AnyEvent[]): NewestOrder[] {
  const newest = new Map<string, NewestOrder>();
  for (const event of events) {
    if (!isOrderEvent(event)) continue;
    const order = event.payload;
    const profileId = event.customerId ? profileIdOfCustomer(event.customerId) : null;
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

const ORDER_KINDS = [
  "order_placed",
  "order_updated",
  "order_paid",
  "order_fulfilled",
  "order_canceled",
] as const;
type OrderEvent = Extract<AnyEvent, { readonly kind: (typeof ORDER_KINDS)[number] }>;

function isOrderEvent(event: AnyEvent): event is OrderEvent {
  return ORDER_KINDS.some((kind) => kind === event.kind);
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
