import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { isInBaseline } from "./draw-holdout";
import { HoldoutSettings } from "./holdout-settings";

/** Reads the shop's holdout settings. */
export async function loadHoldoutSettings(db: Db, shopId: ShopId): Promise<HoldoutSettings> {
  const [row] = await readRows<{ sending: unknown }>(
    db,
    Prisma.sql`select sending from settings where shop_id = ${shopId}`,
  );
  return HoldoutSettings.parse(row?.sending ?? {});
}

/** Reads the shop's baseline rate once. @returns whether a profile is in the baseline group */
export async function loadBaseline(
  db: Db,
  shopId: ShopId,
): Promise<(profileId: ProfileId) => boolean> {
  const { baselineRate } = await loadHoldoutSettings(db, shopId);
  return (profileId) => isInBaseline(shopId, profileId, baselineRate);
}
