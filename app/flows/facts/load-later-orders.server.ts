import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { getObjectStart, type ObjectFacts, type OrderFacts } from "../rules/enrollment-facts";
import type { EnrollmentRef } from "./enrollment-facts-store.server";

/** An order that may have been placed after a trigger object. */
interface LaterOrder extends OrderFacts {
  readonly profileId: ProfileId | null;
}

/** Loads orders of these profiles, checkouts and carts since the oldest object. */
export async function loadLaterOrders(
  db: Db,
  shopId: ShopId,
  enrollments: readonly EnrollmentRef[],
  objects: readonly ObjectFacts[],
): Promise<LaterOrder[]> {
  if (objects.length === 0) return [];
  const oldest = new Date(Math.min(...objects.map((object) => getObjectStart(object).getTime())));
  const checkouts = objects.filter((object) => object.kind === "checkout");
  // Deleted orders count: they were placed.
  return readRows<LaterOrder>(
    db,
    Prisma.sql`
    select order_id as "orderId", placed_at as "placedAt", checkout_token as "checkoutToken",
      cart_token as "cartToken", profile_id as "profileId"
    from "order"
    where shop_id = ${shopId} and (
      (profile_id = any(${unique(enrollments.map(({ profileId }) => profileId))}::text[])
        and placed_at >= ${oldest}::timestamptz)
      or checkout_token = any(${checkouts.map(({ token }) => token)}::text[])
      or (cart_token = any(${checkouts.flatMap(({ cartToken }) => cartToken ?? [])}::text[])
        and placed_at >= ${oldest}::timestamptz))`,
    { placedAt: "instant" },
  );
}

/** The last checkout start of each profile in the online store, regardless of its outcome. */
export async function findLastCheckoutStarts(
  db: Db,
  shopId: ShopId,
  enrollments: readonly EnrollmentRef[],
  objects: readonly ObjectFacts[],
): Promise<Map<string, Date>> {
  const checkouts = objects.filter((object) => object.kind === "checkout");
  if (checkouts.length === 0) return new Map();
  const oldest = new Date(Math.min(...checkouts.map(({ startedAt }) => startedAt.getTime())));
  const checkoutRefs = enrollments.filter(({ about }) => about.kind === "checkout");
  // The index is by last update, which is never before the start.
  const rows = await readRows<{ profileId: ProfileId; at: Date }>(
    db,
    Prisma.sql`
    select profile_id as "profileId", max(started_at) as at from checkout
    where shop_id = ${shopId}
      and profile_id = any(${unique(checkoutRefs.map(({ profileId }) => profileId))}::text[])
      and source_updated_at >= ${oldest}::timestamptz
      and (source_name is null or source_name = 'web')
    group by profile_id`,
    { at: "instant" },
  );
  return new Map(rows.map(({ profileId, at }) => [profileId, at]));
}

/** Whether an order was placed after the trigger object. */
export function isOrderAfterObject(
  order: LaterOrder,
  object: ObjectFacts,
  { profileId }: EnrollmentRef,
): boolean {
  switch (object.kind) {
    case "order":
      return (
        order.orderId !== object.orderId &&
        order.profileId === profileId &&
        order.placedAt > object.placedAt
      );
    case "checkout":
      return (
        order.checkoutToken === object.token ||
        (order.placedAt >= object.startedAt &&
          (order.profileId === profileId ||
            (order.cartToken !== null && order.cartToken === object.cartToken)))
      );
    case "cart":
    case "product":
    case "person":
      return order.profileId === profileId && order.placedAt > getObjectStart(object);
  }
}

const unique = <Id extends string>(ids: readonly Id[]) => [...new Set(ids)];
