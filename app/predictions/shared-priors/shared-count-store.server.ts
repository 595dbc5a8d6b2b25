import { nextTimeIn } from "~/jobs/next-due-times.server";
import { acrossShops } from "~/db-scope.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { laplaceNoiseVariance } from "~/ml/privacy/laplace-mechanism";
import type { PrivacyLoss } from "~/ml/privacy/privacy-budget";
import type { AuditAction } from "~/privacy/audit-actions";
import { recordAudit } from "~/privacy/audit-store.server";
import { MIN_SHARING_SHOPS, SHARE_AFTER_DAYS } from "./sharing-schedule";
import type { SharedCounts } from "../models/return-rates";

/** Increase it whenever the groups of a table change; tables of other formats are not used. */
const FORMAT = 1;
/** The audit trail remains when sharing is turned off and when the shop is erased, so what was spent stays spent. */
const SHARED: AuditAction = "counts_shared";

/** Since when the shop shares; null: it does not. */
export async function findSharingSince(db: Db, shopId: ShopId): Promise<Date | null> {
  const row = await db.settings.findUnique({ where: { shopId }, select: { sharingSince: true } });
  return row?.sharingSince ?? null;
}

/**
 * Turns sharing on or off. Off removes the shop's counts.
 *
 * @returns whether that changed anything
 */
export async function switchSharing(
  tx: Tx,
  shopId: ShopId,
  isOn: boolean,
  now: Date,
): Promise<boolean> {
  const since = isOn ? now : null;
  const changed = await tx.$executeRaw`
    insert into settings (shop_id, sharing_since, updated_at) values (${shopId}, ${since}, ${now})
    on conflict (shop_id) do update
      set sharing_since = excluded.sharing_since
      where (settings.sharing_since is not null) <> ${isOn}`;
  if (!isOn) await tx.sharedCount.deleteMany({ where: { shopId } });
  return changed > 0;
}

/** What the shop has published, oldest first. */
export async function listPrivacyLosses(db: Db, shopId: ShopId): Promise<PrivacyLoss[]> {
  return db.$queryRaw<PrivacyLoss[]>`
    select at, (detail->>'epsilon')::float8 as epsilon from audit_entry
    where shop_id = ${shopId} and action = ${SHARED}
    order by at`;
}

/**
 * The installed shops that share and have published nothing in the last year. It depends on dates of the app only, not
 * on customers, so when a shop shares says nothing about them.
 */
export function selectShopsDueToShare(now: Date): Prisma.Sql {
  return Prisma.sql`
    select settings.shop_id as "shopId"
    from settings join shop on shop.shop_id = settings.shop_id
    where settings.sharing_since is not null and shop.uninstalled_at is null
      and shop.installed_at <= ${now}::timestamptz - make_interval(days => ${SHARE_AFTER_DAYS}::int)
      and not exists (
        select 1 from audit_entry
        where audit_entry.shop_id = settings.shop_id and audit_entry.action = ${SHARED}
          and audit_entry.at > ${now}::timestamptz - interval '365 days')`;
}

/** When a shop's next publication is due. */
export const nextSharingTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("shop", "installed_at", now, {
    plus: Prisma.sql`make_interval(days => ${SHARE_AFTER_DAYS}::int)`,
  }),
  nextTimeIn("audit_entry", "at", now, {
    plus: Prisma.sql`interval '365 days'`,
    and: Prisma.sql`it.action = ${SHARED}`,
  }),
];

/**
 * Replaces the shop's counts and records the privacy that they cost.
 *
 * @param counts with noise
 */
export async function saveNoisyCounts(
  tx: Tx,
  shopId: ShopId,
  counts: Int32Array,
  { epsilon, at }: PrivacyLoss,
): Promise<void> {
  const row = { format: FORMAT, countedAt: at, epsilon, counts: [...counts] };
  await tx.sharedCount.upsert({ where: { shopId }, create: { shopId, ...row }, update: row });
  await recordAudit(tx, shopId, { at, actor: "kindred", action: SHARED, detail: { epsilon } });
}

/** Holds the shop's switch until the transaction ends. */
export async function lockSharing(tx: Tx, shopId: ShopId): Promise<{ readonly isOn: boolean }> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from settings where shop_id = ${shopId} and sharing_since is not null for update`;
  return { isOn: rows.length > 0 };
}

/** The number of other shops whose counts may be used. */
export async function countSharingShops(db: Db, shopId: ShopId): Promise<number> {
  return (await sumOthers(db, shopId)).epsilons.length;
}

/** The sum of the other shops' counts, for a shop that shares; null if it does not, or too few others do. */
export async function findSharedCounts(db: Db, shopId: ShopId): Promise<SharedCounts | null> {
  if (!(await findSharingSince(db, shopId))) return null;
  const { counts, epsilons } = await sumOthers(db, shopId);
  if (epsilons.length < MIN_SHARING_SHOPS) return null;
  return {
    counts,
    noiseVariance: epsilons.reduce((sum, epsilon) => sum + laplaceNoiseVariance(epsilon), 0),
    shops: epsilons.length,
  };
}

async function sumOthers(db: Db, shopId: ShopId) {
  const [summed] = await acrossShops(
    "sum-shared-counts",
    () =>
      db.$queryRaw<{ counts: number[]; epsilons: number[] }[]>`
      with sharing as (
        select shared_count.counts, shared_count.epsilon
        from shared_count join shop on shop.shop_id = shared_count.shop_id
        where shared_count.format = ${FORMAT} and shared_count.shop_id <> ${shopId}
          and shop.uninstalled_at is null)
      select
        array(
          select sum(cell.count)::float8
          from sharing cross join unnest(sharing.counts) with ordinality as cell (count, nth)
          group by cell.nth order by cell.nth) as counts,
        array(select epsilon from sharing) as epsilons`,
  );
  return summed ?? { counts: [], epsilons: [] };
}
