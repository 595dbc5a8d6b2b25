import type { Db } from "~/db.server";
import { at, gidTail } from "~/events/read-json";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { STOCK_OBJECT } from "~/shopify/operations/shop-stock";

/** Number of orders to check: one may be deleted or too old to be visible. */
const ORDERS_CHECKED = 3;

/**
 * Infers the survivor of a customer that is missing at Shopify and whose merge was not reported.
 * Shopify moves orders to the survivor and
 * never deletes customers with orders.
 *
 * @returns null if the orders name no other owner or several
 */
export async function inferMergeSurvivor(
  shopId: ShopId,
  customerId: CustomerId,
  deps: AdminDeps & { readonly db: Db },
): Promise<string | null> {
  // Uses events, which are immutable: the stored orders may already have moved.
  const placed = await deps.db.event.findMany({
    where: { shopId, customerId, kind: "order_placed" },
    orderBy: [{ occurredAt: "desc" }, { seq: "desc" }],
    take: ORDERS_CHECKED,
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
