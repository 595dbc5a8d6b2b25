import { ShopId } from "~/lib/shop-id";
import type { AnyEvent, OrderSnapshot } from "~/events/event";
import type { PrismaClient } from "~/generated/prisma/client";
import { anId } from "./an-id";

export { anId };

/** The start time of every test. Dates in tests are relative to it. */
export const NOW = new Date("2026-03-03T12:00:00Z");
export const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
export const daysAgo = (days: number) => hoursAgo(days * 24);

export const SHOP = ShopId.parse("kettle.myshopify.com");
export const OTHER_SHOP = ShopId.parse("teapot.myshopify.com");

/** An installed shop's row. */
export async function createShop(db: PrismaClient, shopId: ShopId = SHOP): Promise<ShopId> {
  await db.shop.create({
    data: {
      shopId,
      shopifyGid: "gid://shopify/Shop/1",
      name: "Kettle & Co",
      currency: "GBP",
      timeZone: "Europe/London",
      installedAt: daysAgo(400),
    },
  });
  return shopId;
}

/** A valid default order. Name only the fields your test is about. */
export function anOrder(overrides: Partial<OrderSnapshot> = {}): OrderSnapshot {
  const orderId = overrides.orderId ?? anId();
  return {
    orderId,
    name: `#${orderId}`,
    placedAt: NOW,
    updatedAt: overrides.placedAt ?? NOW,
    cancelledAt: null,
    fulfilledAt: null,
    currency: "GBP",
    totalMinor: 24_00,
    checkoutToken: null,
    cartToken: null,
    sourceName: "web",
    test: false,
    discountCodes: [],
    lines: [
      {
        lineId: `${orderId}1`,
        productId: "501",
        variantId: "601",
        title: "Cedar tray",
        quantity: 1,
        netMinor: 24_00,
      },
    ],
    refunds: [],
    ...overrides,
  };
}

/** The event of a placed order. */
export function anOrderPlaced(order: OrderSnapshot, customerId: string | null = "ada"): AnyEvent {
  return {
    shopId: SHOP,
    source: "shopify",
    sourceId: `order/${order.orderId}/placed`,
    kind: "order_placed",
    customerId,
    occurredAt: order.placedAt,
    payload: order,
    personal: null,
  };
}
