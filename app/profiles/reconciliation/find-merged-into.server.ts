import type { Db } from "~/db.server";
import { at, gidTail } from "~/events/read-json";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { STOCK_OBJECT } from "~/shopify/operations/shop-stock";

/** So many orders are asked for: one may have been deleted, or be too old to be shown. */
const ORDERS_ASKED = 3;

/**
 * Whom a customer became who is gone at Shopify and whose merge was not told.
 * It shows in the customer's orders: Shopify hands them to the one who is kept,
 * and deletes nobody who has any.
 *
 * @returns null when no order says so, or not all of them the same
 */
export async function findMergedInto(
  shopId: ShopId,
  customerId: string,
  deps: AdminDeps & { readonly db: Db },
): Promise<string | null> {
  // By the events, which nobody edits: the orders here may have followed Shopify's already.
  const placed = await deps.db.event.findMany({
    where: { shopId, customerId, kind: "order_placed" },
    orderBy: [{ occurredAt: "desc" }, { seq: "desc" }],
    take: ORDERS_ASKED,
    select: { payload: true },
  });
  const owners = new Set<string>();
  for (const { payload } of placed) {
    const orderId = at(payload, "orderId");
    if (typeof orderId !== "string") continue;
    const id = `gid://shopify/Order/${orderId}`;
    const { one } = await adminGraphql(shopId, STOCK_OBJECT.orders, { id, after: null }, deps);
    const owner = one && gidTail(at(one, "customer", "id"), "Customer");
    if (owner) owners.add(owner);
  }
  const [owner] = owners;
  return owners.size === 1 && owner !== undefined && owner !== customerId ? owner : null;
}
