import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import {
  countSharingShops,
  findSharingSince,
  listPrivacyLosses,
} from "~/predictions/shared-priors/shared-count-store.server";
import {
  summarizeSharing,
  type SharingSummary,
} from "~/predictions/shared-priors/sharing-schedule";

/** What the shop shares with others, and what that has cost. */
export async function getSharingCard(db: Db, shopId: ShopId, now: Date): Promise<SharingSummary> {
  const { installedAt } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { installedAt: true },
  });
  return summarizeSharing({
    isOn: (await findSharingSince(db, shopId)) !== null,
    losses: await listPrivacyLosses(db, shopId),
    installedAt,
    otherShops: await countSharingShops(db, shopId),
    now,
  });
}
