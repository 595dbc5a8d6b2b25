import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A restore that a shop's email is held for. */
export interface OpenRestore {
  /** The state that the database went back to. */
  readonly backupAt: Date;
  /** When that was noticed. */
  readonly restoredAt: Date;
}

/** Whether a shop's email is held after a restore. */
export async function isHeld(db: Db, shopId: ShopId): Promise<boolean> {
  return (await findOpenRestore(db, shopId)) !== null;
}

export async function findOpenRestore(db: Db, shopId: ShopId): Promise<OpenRestore | null> {
  return db.shopRestore.findFirst({
    where: { shopId, endedAt: null },
    select: { backupAt: true, restoredAt: true },
  });
}

/** Until when an email must have been due that is never sent, since nobody can say whether it was; null: none is. */
export async function findSkippedUntil(db: Db, shopId: ShopId): Promise<Date | null> {
  const restore = await db.shopRestore.findFirst({
    where: { shopId, skipsDue: true },
    select: { restoredAt: true },
  });
  return restore?.restoredAt ?? null;
}

/** Shops of which it is time to see whether their email may go on. */
export async function listShopsInRestore(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select shop_id as "shopId" from shop_restore where next_run_at <= ${now}::timestamptz`;
  return rows.map(({ shopId }) => shopId);
}

/** Puts off the next look. */
export async function lookAtRestoreAgain(db: Db, shopId: ShopId, at: Date): Promise<void> {
  await db.shopRestore.updateMany({ where: { shopId, endedAt: null }, data: { nextRunAt: at } });
}

/** Releases a shop's hold. @returns false when it was released already */
export async function endRestore(
  tx: Tx,
  shopId: ShopId,
  { skipsDue }: { readonly skipsDue: boolean },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.shopRestore.updateMany({
    where: { shopId, endedAt: null },
    data: { endedAt: now, nextRunAt: null, skipsDue },
  });
  return count === 1;
}
