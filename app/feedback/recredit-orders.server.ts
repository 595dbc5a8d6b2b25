import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { attributeOrder } from "./attribute-order";
import {
  listCreditableOrders,
  listTouches,
  replaceCredits,
  type Credit,
  type CreditableOrder,
  type CreditableOrders,
} from "./attribution-store.server";
import { markDaysForRecount } from "./counts/count-store.server";

const HOUR_MS = 3_600_000;

/** Recomputes the attribution of these orders, except of those whose emails retention may have deleted: it is final. */
export async function recreditOrders(
  tx: Tx,
  shopId: ShopId,
  orderIds: readonly string[],
  windowHours: number,
): Promise<void> {
  if (orderIds.length === 0) return;
  await recreditListed(tx, shopId, await listCreditableOrders(tx, shopId, orderIds), windowHours);
}

/** The same for orders that were read before. */
export async function recreditListed(
  tx: Tx,
  shopId: ShopId,
  creditable: CreditableOrders,
  windowHours: number,
): Promise<void> {
  const { orders, creditedMessageIds } = creditable;
  const counted = orders.filter(({ counts }) => counts);
  const credits = await findCredits(tx, shopId, counted, windowHours);
  if (creditedMessageIds.length === 0 && credits.length === 0) return;
  await replaceCredits(tx, shopId, creditable.orderIds, credits, windowHours);
  const credited = credits.map(({ touch }) => touch.messageId);
  await markDaysForRecount(tx, shopId, [...creditedMessageIds, ...credited]);
}

/** Computes the attributions of these orders for a window, regardless of the stored ones. */
async function findCredits(
  db: Tx,
  shopId: ShopId,
  orders: readonly CreditableOrder[],
  windowHours: number,
): Promise<Credit[]> {
  if (orders.length === 0) return [];
  const placed = orders.map((order) => order.placedAt.getTime());
  const profileIds = [...new Set(orders.map((order) => order.profileId))];
  const touches = await listTouches(db, shopId, profileIds, {
    from: new Date(Math.min(...placed) - windowHours * HOUR_MS),
    to: new Date(Math.max(...placed)),
  });
  const byProfile = Map.groupBy(touches, (touch) => touch.profileId);
  return orders.flatMap((order) => {
    const touch = attributeOrder(order, byProfile.get(order.profileId) ?? [], windowHours);
    return touch ? [{ order, touch }] : [];
  });
}
