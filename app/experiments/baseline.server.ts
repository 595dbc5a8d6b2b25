import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { isInBaseline } from "./draw-holdout";
import { HoldoutSettings } from "./holdout-settings";

/** Reads the shop's baseline rate once. @returns whether a profile is in the baseline group */
export async function loadBaseline(
  db: Db,
  shopId: ShopId,
): Promise<(profileId: ProfileId) => boolean> {
  const row = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  const { baselineRate } = HoldoutSettings.parse(row?.sending ?? {});
  return (profileId) => isInBaseline(shopId, profileId, baselineRate);
}
