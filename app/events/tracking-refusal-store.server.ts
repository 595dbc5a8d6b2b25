import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { OpenTrackingLevel } from "./open-tracking";

/**
 * Stores customers who declined open tracking at Shopify. Not an event: no webhook reports it, and
 * it has no timestamp.
 */
export async function storeTrackingLevels(
  tx: Tx,
  shopId: ShopId,
  levels: readonly OpenTrackingLevel[],
): Promise<void> {
  const idsOf = (isRefused: boolean) => [
    ...new Set(
      levels.filter((it) => it.isRefused === isRefused).map(({ customerId }) => customerId),
    ),
  ];
  const refused = idsOf(true);
  if (refused.length > 0) {
    await tx.trackingRefusal.createMany({
      data: refused.map((customerId) => ({ shopId, customerId })),
      skipDuplicates: true,
    });
  }
  const allowed = idsOf(false);
  if (allowed.length > 0) {
    await tx.trackingRefusal.deleteMany({ where: { shopId, customerId: { in: allowed } } });
  }
}
