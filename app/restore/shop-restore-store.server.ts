import { nextTimeIn } from "~/jobs/next-due-times.server";
import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";

/** A restore that pauses a shop's email. */
export interface OpenRestore {
  /** The state that the database was restored to. */
  readonly backupAt: Date;
  /** When the restore was detected. */
  readonly restoredAt: Date;
}

/** Whether a shop's email is paused after a restore. */
export async function isPausedAfterRestore(db: Db, shopId: ShopId): Promise<boolean> {
  const rows = await readRows<{ isPaused: boolean }>(
    db,
    Prisma.sql`select true as "isPaused" where ${isPausedAfterRestoreSql(shopId)}`,
  );
  return rows.length > 0;
}

/** The same as a condition of another statement. */
export const isPausedAfterRestoreSql = (shopId: ShopId): Prisma.Sql => Prisma.sql`exists (
  select 1 from shop_restore where shop_id = ${shopId} and ended_at is null)`;

export async function findOpenRestore(db: Db, shopId: ShopId): Promise<OpenRestore | null> {
  return db.shopRestore.findFirst({
    where: { shopId, endedAt: null },
    select: { backupAt: true, restoredAt: true },
  });
}

/** Messages due before this time are never sent, because it is unknown whether they were; null: none. */
export async function findSkippedUntil(db: Db, shopId: ShopId): Promise<Date | null> {
  const [row] = await db.$queryRaw<
    { at: Date | null }[]
  >`select (${skippedUntilSql(shopId)}) as at`;
  return row?.at ?? null;
}

/** The same as a value in another statement. */
export const skippedUntilSql = (shopId: ShopId): Prisma.Sql => Prisma.sql`
  select restored_at from shop_restore where shop_id = ${shopId} and skips_due`;

/** Shops whose pause is due for a check. */
export function selectShopsInRestore(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop_id as "shopId" from shop_restore where next_run_at <= ${now}::timestamptz`;
}

/** When a shop's pause is due for a check. */
export const nextRestoreTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("shop_restore", "next_run_at", now),
];

/** Postpones the next check. */
export async function postponeRestoreCheck(db: Db, shopId: ShopId, at: Date): Promise<void> {
  await db.shopRestore.updateMany({ where: { shopId, endedAt: null }, data: { nextRunAt: at } });
}

/**
 * Ends a shop's pause.
 * @returns false when it had already ended
 */
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
