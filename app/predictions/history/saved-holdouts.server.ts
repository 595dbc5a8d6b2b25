import { z } from "zod";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** The holdout rates after a save of the settings. */
export interface SavedHoldout {
  readonly at: Date;
  /** Rate of each flow and campaign, from 0 to 0.5. */
  readonly rate: number;
  /** Rate of the shop holdout, from 0 to 0.2. */
  readonly shopRate: number;
  /** Rate of the baseline group, from 0 to 0.3. */
  readonly baselineRate: number;
}

const Saved = z.object({
  holdoutRate: z.number(),
  shopHoldoutRate: z.number().default(0),
  baselineRate: z.number().default(0),
});

/** The saved holdout rates of the shop, oldest first; none before the merchant first saves the settings. */
export async function listSavedHoldouts(db: Db, shopId: ShopId): Promise<SavedHoldout[]> {
  const saves = await db.auditEntry.findMany({
    where: { shopId, action: "settings_saved" },
    orderBy: { at: "asc" },
    select: { at: true, detail: true },
  });
  return saves.flatMap(({ at, detail }) => {
    const saved = Saved.safeParse(detail);
    if (!saved.success) return [];
    const { holdoutRate: rate, shopHoldoutRate: shopRate, baselineRate } = saved.data;
    return [{ at, rate, shopRate, baselineRate }];
  });
}
