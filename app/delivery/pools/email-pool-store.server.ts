import { acrossShops } from "~/db-scope.server";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { SendingSettings } from "../settings/sending-settings";

/** The shops in other pools than the default, with their pool. */
export async function listPooledShops(db: Db): Promise<ReadonlyMap<ShopId, string>> {
  return acrossShops("find-email-pools", async () => {
    const rows = await db.$queryRaw<{ shopId: ShopId; pool: string }[]>`
      select shop_id as "shopId", sending->>'emailPool' as pool from settings
      where sending->>'emailPool' is not null`;
    return new Map(rows.map(({ shopId, pool }) => [shopId, pool]));
  });
}

/**
 * Moves a shop to a pool.
 *
 * @param pool null: the default
 * @returns false if the shop has no settings
 */
export async function moveToPool(db: Db, shopId: ShopId, pool: string | null): Promise<boolean> {
  const count = await db.$executeRaw`
    update settings set version = version + 1,
      sending = jsonb_set(sending, '{emailPool}', coalesce(to_jsonb(${pool}::text), 'null'))
    where shop_id = ${shopId}`;
  return count === 1;
}

/** The shop's pool; null: the default. */
export async function findEmailPool(db: Db, shopId: ShopId): Promise<string | null> {
  const row = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  return SendingSettings.parse(row?.sending ?? {}).emailPool;
}
