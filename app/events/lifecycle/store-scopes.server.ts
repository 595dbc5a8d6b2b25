import type { Tx } from "~/db.server";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { OLDER_ORDERS, canReadOlderOrders } from "~/shopify/older-orders";
import { restartBackfill } from "../backfill/backfill-store.server";

/**
 * Stores the granted scopes and starts the import of older orders when newly allowed. Both a
 * webhook and a new token report scopes, in any order; the first one counts.
 */
export async function storeScopes(
  tx: Tx,
  shopId: ShopId,
  scopes: readonly string[],
  { queue, now }: { readonly queue: Queue; readonly now: Date },
): Promise<void> {
  const [shop] = await tx.$queryRaw<{ before: string }[]>`
    select granted_scopes as before from shop where shop_id = ${shopId} for update`;
  if (!shop) return;
  await tx.shop.update({ where: { shopId }, data: { grantedScopes: scopes.join(",") } });
  if (!scopes.includes(OLDER_ORDERS) || canReadOlderOrders(shop.before)) return;
  if (await restartBackfill(tx, shopId, "orders", now)) {
    await queue.announce(tx, shopId, "backfill_advanced");
  }
}
