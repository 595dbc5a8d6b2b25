import type {
  AnyEvent,
  CheckoutSnapshot,
  EventKind,
  OrderSnapshot,
  Personal,
} from "~/events/event";
import { hoursAgo, NOW, SHOP } from "../support/builders";

export const anEvent = (
  kind: EventKind,
  payload: object,
  sourceId: string,
  rest: Partial<AnyEvent> = {},
): AnyEvent =>
  ({
    shopId: SHOP,
    source: "shopify",
    sourceId,
    kind,
    customerId: "ada",
    occurredAt: NOW,
    payload,
    personal: null,
    ...rest,
  }) as AnyEvent;

export const anOrderEvent = (
  kind: EventKind,
  order: OrderSnapshot,
  personal: Personal | null = null,
) =>
  anEvent(kind, order, `order/${order.orderId}/${kind}/${order.updatedAt.toISOString()}`, {
    personal,
  });

export const aRefund = (refundId: string, orderId: string, amountMinor: number) =>
  anEvent(
    "order_refunded",
    { refundId, orderId, amountMinor, currency: "GBP", refundedAt: hoursAgo(1) },
    `refund/${refundId}`,
    { customerId: null },
  );

export function aCheckout(
  kind: EventKind,
  overrides: Partial<CheckoutSnapshot> = {},
  personal: Personal | null = null,
): AnyEvent {
  const checkout: CheckoutSnapshot = {
    token: "ck1",
    cartToken: "cart1",
    startedAt: hoursAgo(5),
    updatedAt: hoursAgo(5),
    completedAt: null,
    currency: "GBP",
    totalMinor: 24_00,
    sourceName: "web",
    lines: [],
    ...overrides,
  };
  const key = `checkout/${checkout.token}/${kind}/${checkout.updatedAt.toISOString()}`;
  return anEvent(kind, checkout, key, { personal });
}
