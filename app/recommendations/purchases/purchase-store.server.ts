import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { isReturned, type PastPurchase } from "./purchase";
import { collectPurchases, type PurchaseColumns } from "./purchase-histories";
import { SALE } from "~/profiles/order-standing-sql.server";

const PAGE_ORDERS = 2_000;

const LINES = {
  where: { productId: { not: null }, quantity: { gt: 0 } },
  select: { productId: true },
} as const;

/**
 * All kept purchases of a shop's known customers, without test, deleted, canceled and fully refunded orders, and without
 * those of erased customers. Reads page by page, so that no query blocks the database for long.
 */
export async function listPurchases(db: Db, shopId: ShopId): Promise<PurchaseColumns> {
  const purchases = collectPurchases();
  const erased = await db.profile.findMany({
    where: { shopId, marketingState: "redacted" },
    select: { profileId: true },
  });
  const erasedIds = new Set<string>(erased.map(({ profileId }) => profileId));
  let after = "";
  for (;;) {
    const orders = await db.order.findMany({
      where: {
        shopId,
        orderId: { gt: after },
        profileId: { not: null },
        ...SALE,
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
      if (profileId === null || erasedIds.has(profileId) || isReturned(order)) continue;
      for (const { productId } of lines) {
        if (productId !== null) purchases.add(profileId, productId, placedAt);
      }
    }
    const last = orders.at(-1);
    if (!last || orders.length < PAGE_ORDERS) return purchases.finish();
    after = last.orderId;
  }
}

/** All purchases of these profiles, returned or not. Profiles without orders are absent. */
export async function listPastPurchases(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<ReadonlyMap<string, readonly PastPurchase[]>> {
  const orders = await readRows<PastOrder>(
    db,
    Prisma.sql`
    select "order".profile_id as "profileId", "order".placed_at as "placedAt",
      "order".cancelled_at as "cancelledAt", "order".total_minor as "totalMinor",
      "order".refunded_minor as "refundedMinor", array(
        select line.product_id from order_line line
        where line.shop_id = "order".shop_id and line.order_id = "order".order_id
          and line.product_id is not null and line.quantity > 0
        order by line.line_id) as "productIds"
    from "order"
    where "order".shop_id = ${shopId} and "order".profile_id = any(${[...profileIds]}::text[])
      and "order".deleted_at is null and not "order".test
    order by "order".placed_at, "order".order_id`,
    { placedAt: "instant", cancelledAt: "instant", totalMinor: "bigint", refundedMinor: "bigint" },
  );
  return pastPurchasesOf(orders);
}

/** @param orders oldest first */
export function pastPurchasesOf(
  orders: readonly PastOrder[],
): ReadonlyMap<string, readonly PastPurchase[]> {
  const histories = new Map<string, PastPurchase[]>();
  for (const { profileId, placedAt, productIds, ...order } of orders) {
    const history = histories.get(profileId) ?? [];
    histories.set(profileId, history);
    for (const productId of productIds) {
      history.push({ productId, at: placedAt, returned: isReturned(order) });
    }
  }
  return histories;
}

export interface PastOrder {
  readonly profileId: ProfileId;
  readonly placedAt: Date;
  readonly cancelledAt: Date | null;
  readonly totalMinor: bigint;
  readonly refundedMinor: bigint;
  readonly productIds: readonly string[];
}
