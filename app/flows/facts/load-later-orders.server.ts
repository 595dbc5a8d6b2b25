import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { getObjectStart, type ObjectFacts, type OrderFacts } from "../rules/enrollment-facts";
import type { ObjectRef } from "../rules/object-ref";
import type { EnrollmentRef } from "./enrollment-facts-store.server";

/** An order that may have been placed after a trigger object. */
interface LaterOrder extends OrderFacts {
  readonly profileId: ProfileId | null;
}

/**
 * Loads orders of these profiles, checkouts and carts since the oldest trigger object. Those that are stored are looked up
 * by the statement itself, so that it can be one with the statement that reads them.
 */
export async function loadLaterOrders(
  db: Db,
  shopId: ShopId,
  enrollments: readonly EnrollmentRef[],
): Promise<LaterOrder[]> {
  if (enrollments.length === 0) return [];
  const abouts = enrollments.map(({ about }) => about);
  const tokens = abouts.flatMap((about) => (about.kind === "checkout" ? about.token : []));
  const orderIds = abouts.flatMap((about) => (about.kind === "order" ? about.orderId : []));
  const starts = abouts.flatMap((about) => getRefStart(about)?.getTime() ?? []);
  const oldest = starts.length > 0 ? new Date(Math.min(...starts)) : null;
  // Deleted orders count: they were placed. No index is by cart. With "or", or without an upper bound for the orders of
  // carts, PostgreSQL expects a third of all orders to be later, and reads all.
  return readRows<LaterOrder>(
    db,
    Prisma.sql`
    with left_one as materialized (
      select token, cart_token, started_at from checkout
      where shop_id = ${shopId} and token = any(${unique(tokens)}::text[])),
    oldest as materialized (
      select least(${oldest}::timestamptz, (select min(started_at) from left_one),
        (select min(placed_at) from "order"
          where shop_id = ${shopId} and order_id = any(${unique(orderIds)}::text[]))) as at)
    ${ordersOf(shopId)}
      and profile_id = any(${unique(enrollments.map(({ profileId }) => profileId))}::text[])
      and placed_at >= (select at from oldest)
    union ${ordersOf(shopId)}
      and checkout_token = any(array(select token from left_one))
    union ${ordersOf(shopId)}
      and exists (select 1 from left_one where cart_token is not null)
      and cart_token = any(array(select cart_token from left_one where cart_token is not null))
      and placed_at between (select at from oldest) and 'infinity'`,
    { placedAt: "instant" },
  );
}

const ordersOf = (shopId: ShopId) => Prisma.sql`
    select order_id as "orderId", placed_at as "placedAt", checkout_token as "checkoutToken",
      cart_token as "cartToken", profile_id as "profileId"
    from "order" where shop_id = ${shopId}`;

/** The start of an object that the reference names by value. */
function getRefStart(about: ObjectRef): Date | null {
  switch (about.kind) {
    case "checkout":
    case "order":
      return null;
    case "cart":
      return about.startedAt;
    case "product":
    case "person":
      return about.at;
  }
}

export interface StartedCheckout {
  readonly token: string;
  readonly startedAt: Date;
}

/**
 * The last checkout that each profile started in the online store since the oldest of these, regardless of its outcome.
 * Of several that started in the same second it is always the same one, so that exactly one of them is the last.
 */
export async function findLastCheckouts(
  db: Db,
  shopId: ShopId,
  enrollments: readonly EnrollmentRef[],
): Promise<Map<string, StartedCheckout>> {
  const refs = enrollments.flatMap(({ profileId, about }) =>
    about.kind === "checkout" ? [{ profileId, token: about.token }] : [],
  );
  if (refs.length === 0) return new Map();
  // The index is by last update, which is never before the start.
  const rows = await readRows<StartedCheckout & { readonly profileId: ProfileId }>(
    db,
    Prisma.sql`
    select distinct on (profile_id) profile_id as "profileId", token, started_at as "startedAt"
    from checkout
    where shop_id = ${shopId}
      and profile_id = any(${unique(refs.map(({ profileId }) => profileId))}::text[])
      and source_updated_at >= (
        select min(started_at) from checkout
        where shop_id = ${shopId} and token = any(${unique(refs.map(({ token }) => token))}::text[]))
      and (source_name is null or source_name = 'web')
    order by profile_id, started_at desc, token desc`,
    { startedAt: "instant" },
  );
  return new Map(rows.map((row) => [row.profileId, row]));
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
