import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { OpenTrackingLevel } from "./open-tracking";

/**
 * Keeps who told Shopify that it must not be seen when they open a mail. No
 * event: no webhook tells it, and it has no instant of its own.
 */
export async function keepTrackingLevels(
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
