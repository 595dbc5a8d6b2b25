import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { isReturned, type PastPurchase, type Purchase } from "./purchase";

const PAGE_ORDERS = 2_000;

const LINES = {
  where: { productId: { not: null }, quantity: { gt: 0 } },
  select: { productId: true },
} as const;

/**
 * Every purchase of a shop's known customers that was kept: test, deleted, cancelled and wholly
 * refunded orders are left out. Read page by page, so that no query holds the database for long.
 */
export async function listPurchases(db: Db, shopId: ShopId): Promise<Purchase[]> {
  const purchases: Purchase[] = [];
  let after = "";
  for (;;) {
    const orders = await db.order.findMany({
      where: {
        shopId,
        orderId: { gt: after },
        profileId: { not: null },
        cancelledAt: null,
        deletedAt: null,
        test: false,
      },
      orderBy: { orderId: "asc" },
      take: PAGE_ORDERS,
      select: {
        orderId: true,
        profileId: true,
        placedAt: true,
        cancelledAt: true,
        totalMinor: true,
        refundedMinor: true,
        lines: LINES,
      },
    });
    for (const { profileId, placedAt, lines, ...order } of orders) {
      if (profileId === null || isReturned(order)) continue;
      for (const { productId } of lines) {
        if (productId !== null) purchases.push({ profileId, productId, at: placedAt });
      }
    }
    const last = orders.at(-1);
    if (!last || orders.length < PAGE_ORDERS) return purchases;
    after = last.orderId;
  }
}

/** What each of these profiles ever bought, returned or not. A profile without orders has no entry. */
export async function listPastPurchases(
  db: Db,
  shopId: ShopId,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PastPurchase[]>> {
  const orders = await db.order.findMany({
    where: { shopId, profileId: { in: [...profileIds] }, deletedAt: null, test: false },
    orderBy: [{ placedAt: "asc" }, { orderId: "asc" }],
    select: {
      profileId: true,
      placedAt: true,
      cancelledAt: true,
      totalMinor: true,
      refundedMinor: true,
      lines: LINES,
    },
  });
  const histories = new Map<string, PastPurchase[]>();
  for (const { profileId, placedAt, lines, ...order } of orders) {
    if (profileId === null) continue;
    const history = histories.get(profileId) ?? [];
    histories.set(profileId, history);
    for (const { productId } of lines) {
      if (productId === null) continue;
      history.push({ productId, at: placedAt, returned: isReturned(order) });
    }
  }
  return histories;
}
