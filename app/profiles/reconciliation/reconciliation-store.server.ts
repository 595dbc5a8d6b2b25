import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import { listBackfills } from "~/events/backfill/backfill-store.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { StockResource } from "~/shopify/operations/shop-stock";
import { RESOURCES, getSyncStart, getNextSyncAt } from "./reconciliation";

export interface Reconciliation {
  readonly resource: StockResource;
  readonly syncedUntil: Date;
  readonly nextSyncAt: Date;
  readonly shopifyCount: number | null;
  readonly ownCount: number | null;
  readonly countedAt: Date | null;
  readonly nextCountAt: Date;
  readonly sweepCursor: string | null;
  readonly lastSweptAt: Date | null;
  readonly keptCount: number;
  readonly reason: string | null;
}

/** The shop's reconciliations in processing order. Empty before the first. */
export async function listReconciliations(db: Db, shopId: ShopId): Promise<Reconciliation[]> {
  const rows = (await db.reconciliation.findMany({
    where: { shopId },
    omit: { shopId: true },
  })) as Reconciliation[];
  return rows.sort((a, b) => RESOURCES.indexOf(a.resource) - RESOURCES.indexOf(b.resource));
}

/** Starts at the beginning of the import, since later changes may be missing in it. Keeps existing rows. */
export async function createReconciliations(db: Db, shopId: ShopId, now: Date): Promise<void> {
  const backfills = await listBackfills(db, shopId);
  const nextCountAt = await getNextNight(db, shopId, now);
  await db.reconciliation.createMany({
    data: RESOURCES.map((resource) => ({
      shopId,
      resource,
      syncedUntil: backfills.find((it) => it.resource === resource)?.startedAt ?? now,
      nextSyncAt: getNextSyncAt(now),
      nextCountAt,
    })),
    skipDuplicates: true,
  });
}

/** Saves the progress of a reconciliation. */
export async function saveReconciliation(
  db: Db,
  shopId: ShopId,
  resource: StockResource,
  data: Partial<Omit<Reconciliation, "resource">>,
): Promise<void> {
  await db.reconciliation.updateMany({ where: { shopId, resource }, data });
}

/** Makes syncs and counts due now. */
export async function expediteReconciliations(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  await tx.reconciliation.updateMany({
    where: { shopId },
    data: { nextSyncAt: now, nextCountAt: now },
  });
}

/**
 * Requests a customer sync up to an instant as soon as possible.
 *
 * @returns whether customers are already synced until then
 */
export async function requestSyncUntil(db: Db, shopId: ShopId, instant: Date): Promise<boolean> {
  const resource = "customers";
  const seen = await db.reconciliation.count({
    where: { shopId, resource, syncedUntil: { gte: instant } },
  });
  if (seen > 0) return true;
  const nextSyncAt = getSyncStart(instant);
  await db.reconciliation.updateMany({
    where: { shopId, resource, nextSyncAt: { gt: nextSyncAt } },
    data: { nextSyncAt },
  });
  return false;
}

/** The next 3 a.m. in the shop's time zone. */
export async function getNextNight(db: Db, shopId: ShopId, now: Date): Promise<Date> {
  const [row] = await db.$queryRaw<{ at: Date }[]>`
    select (date_trunc('day', (${now}::timestamptz - interval '3 hours') at time zone time_zone)
      + interval '1 day 3 hours') at time zone time_zone as at
    from shop where shop_id = ${shopId}`;
  return row?.at ?? new Date(now.getTime() + 24 * 3_600_000);
}

export interface FindingCounts {
  readonly newCount: number;
  readonly changedCount: number;
  readonly deletedCount: number;
}

/** Adds to today's findings. Deletes findings older than 90 days. */
export async function addFindings(
  tx: Tx,
  shopId: ShopId,
  resource: StockResource,
  { newCount, changedCount, deletedCount }: FindingCounts,
  now: Date,
): Promise<void> {
  if (newCount + changedCount + deletedCount === 0) return;
  await tx.$executeRaw`
    insert into reconciliation_find (shop_id, day, resource, new_count, changed_count, deleted_count)
    select shop_id, (${now}::timestamptz at time zone time_zone)::date, ${resource},
      ${newCount}::int, ${changedCount}::int, ${deletedCount}::int
    from shop where shop_id = ${shopId}
    on conflict (shop_id, day, resource) do update set
      new_count = reconciliation_find.new_count + excluded.new_count,
      changed_count = reconciliation_find.changed_count + excluded.changed_count,
      deleted_count = reconciliation_find.deleted_count + excluded.deleted_count`;
  await tx.reconciliationFind.deleteMany({
    where: { shopId, day: { lt: new Date(now.getTime() - 90 * 86_400_000) } },
  });
}

/**
 * Shops with a due sync or count, and imported shops without a reconciliation.
 *
 * @param only limits the result to this shop
 */
export function selectShopsToReconcile(now: Date, only: ShopId | null = null): Prisma.Sql {
  return Prisma.sql`
    select shop_id as "shopId" from shop
    where uninstalled_at is null and access_lost_at is null
      and (${only}::text is null or shop_id = ${only})
      and exists (select 1 from backfill where backfill.shop_id = shop.shop_id)
      and not exists (select 1 from backfill where backfill.shop_id = shop.shop_id
        and state in ('waiting', 'running', 'importing'))
      and (not exists (select 1 from reconciliation where reconciliation.shop_id = shop.shop_id)
        or exists (select 1 from reconciliation where reconciliation.shop_id = shop.shop_id
          and (next_sync_at <= ${now}::timestamptz or next_count_at <= ${now}::timestamptz)))`;
}

/** When a shop's next sync or count is due. */
export const nextReconciliationTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("reconciliation", "next_sync_at", now),
  nextTimeIn("reconciliation", "next_count_at", now),
];
