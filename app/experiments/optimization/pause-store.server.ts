import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/**
 * Pauses all tests: emails get the merchant's own settings, and nothing is decided. Tests and their results stay.
 *
 * @returns whether they were running
 */
export async function pauseTests(tx: Tx, shopId: ShopId, now: Date): Promise<boolean> {
  const count = await tx.$executeRaw`
    insert into settings (shop_id, optimizations_paused_at, updated_at) values (${shopId}, ${now}, ${now})
    on conflict (shop_id) do update
      set optimizations_paused_at = excluded.optimizations_paused_at
      where settings.optimizations_paused_at is null`;
  return count > 0;
}

/**
 * Ends the pause: emails get the variants from before from then on.
 *
 * @returns whether tests were paused
 */
export async function unpauseTests(tx: Tx, shopId: ShopId): Promise<boolean> {
  const { count } = await tx.settings.updateMany({
    where: { shopId, optimizationsPausedAt: { not: null } },
    data: { optimizationsPausedAt: null },
  });
  return count > 0;
}
