import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { BulkResource } from "~/shopify/operations/bulk-queries";

type BackfillState = "waiting" | "running" | "importing" | "done" | "failed";

/** How far the import of one kind of object has come. */
export interface Backfill {
  readonly resource: BulkResource;
  readonly state: BackfillState;
  readonly bulkOperationId: string | null;
  /** Objects counted by Shopify so far, and objects recorded here. */
  readonly objectCount: number;
  readonly importedCount: number;
  readonly linesDone: number;
  readonly attempts: number;
  /** Why it waits or failed, as shown to the merchant. */
  readonly reason: string | null;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly nextRunAt: Date;
}

/** In import order: a later import may depend on an earlier one. */
export const BACKFILL_ORDER = ["products", "collections", "customers", "orders"] as const;

const UNSETTLED: BackfillState[] = ["waiting", "running", "importing"];
/** A failed import counts as settled: others continue without it, and it is retried much later. */
const OPEN: BackfillState[] = [...UNSETTLED, "failed"];

/** The shop's imports, in their order. Empty before the shop is installed. */
export async function listBackfills(db: Db, shopId: ShopId): Promise<Backfill[]> {
  const rows = (await db.backfill.findMany({
    where: { shopId },
    omit: { shopId: true },
  })) as Backfill[];
  return rows.sort(
    (a, b) => BACKFILL_ORDER.indexOf(a.resource) - BACKFILL_ORDER.indexOf(b.resource),
  );
}

/** Resets every import, for a new or reinstalled shop. */
export async function resetBackfills(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  await tx.backfill.deleteMany({ where: { shopId } });
  await tx.backfill.createMany({
    data: BACKFILL_ORDER.map((resource) => ({
      shopId,
      resource,
      state: "waiting",
      nextRunAt: now,
    })),
  });
}

/**
 * Resets one import because Shopify now exposes more data.
 *
 * @returns whether there is such an import
 */
export async function restartBackfill(
  tx: Tx,
  shopId: ShopId,
  resource: BulkResource,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.backfill.updateMany({
    where: { shopId, resource },
    data: { ...RESET_BACKFILL, state: "waiting", attempts: 0, reason: null, nextRunAt: now },
  });
  return count > 0;
}

/**
 * Schedules waiting and failed imports now, because their obstacle may be gone.
 *
 * @returns whether there are any
 */
export async function scheduleBackfillsNow(tx: Tx, shopId: ShopId, now: Date): Promise<boolean> {
  const { count } = await tx.backfill.updateMany({
    where: { shopId, state: { in: OPEN } },
    data: { nextRunAt: now },
  });
  return count > 0;
}

/** Fields to reset when an import's bulk operation is no longer usable. */
export const RESET_BACKFILL = {
  bulkOperationId: null,
  objectCount: 0,
  importedCount: 0,
  linesDone: 0,
  completedAt: null,
} as const;

/**
 * Advances an import unless another worker has advanced it since it was read.
 *
 * @returns whether it was advanced
 */
export async function advanceBackfill(
  tx: Db,
  shopId: ShopId,
  from: Pick<Backfill, "resource" | "state" | "bulkOperationId" | "linesDone">,
  data: Partial<Omit<Backfill, "resource">>,
): Promise<boolean> {
  const { resource, state, bulkOperationId, linesDone } = from;
  const { count } = await tx.backfill.updateMany({
    where: { shopId, resource, state, bulkOperationId, linesDone },
    data,
  });
  return count === 1;
}

/** Whether every import is done, or has failed for now. */
export async function areBackfillsSettled(db: Db, shopId: ShopId): Promise<boolean> {
  return (await db.backfill.count({ where: { shopId, state: { in: UNSETTLED } } })) === 0;
}

/** Installed shops with a due import. */
export function selectShopsWithDueBackfills(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct shop.shop_id as "shopId" from backfill
    join shop on shop.shop_id = backfill.shop_id and shop.uninstalled_at is null
    where state = any(${OPEN}::text[]) and next_run_at <= ${now}::timestamptz`;
}

/** When a shop's import is due. */
export const nextBackfillTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("backfill", "next_run_at", now),
];
