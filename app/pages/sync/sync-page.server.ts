import type { PrismaClient } from "~/generated/prisma/client";
import { listBackfills } from "~/events/backfill/backfill-store.server";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import { canReadOlderOrders } from "~/shopify/older-orders";
import type { StockResource } from "~/shopify/operations/shop-stock";
import {
  expediteReconciliations,
  listReconciliations,
} from "~/profiles/reconciliation/reconciliation-store.server";

export interface SyncPageData {
  /** Whether the first import is complete; before that there is nothing to compare. */
  readonly isImported: boolean;
  /** Whether Shopify shows orders older than 60 days. */
  readonly seesOlderOrders: boolean;
  readonly resources: readonly {
    readonly resource: StockResource;
    readonly shopifyCount: number | null;
    readonly ownCount: number | null;
    readonly countedAt: string | null;
    /** All changes before this time are synced. */
    readonly syncedUntil: string;
    readonly keptCount: number;
    readonly reason: string | null;
    /** Whether a sync or sweep is due or running. */
    readonly isBusy: boolean;
  }[];
  /** Findings that no webhook reported, newest day first. */
  readonly days: readonly {
    readonly day: string;
    readonly finds: readonly {
      readonly resource: StockResource;
      readonly newCount: number;
      readonly changedCount: number;
      readonly deletedCount: number;
    }[];
  }[];
}

const SHOWN_DAYS = 30;

/** Loads the sync status of a shop. */
export async function getSyncPage(
  db: PrismaClient,
  shopId: ShopId,
  now: Date,
): Promise<SyncPageData> {
  const [shop, backfills, reconciliations, finds] = await Promise.all([
    db.shop.findUniqueOrThrow({
      where: { shopId },
      select: { grantedScopes: true },
    }),
    listBackfills(db, shopId),
    listReconciliations(db, shopId),
    db.reconciliationFind.findMany({
      where: { shopId, day: { gte: new Date(now.getTime() - SHOWN_DAYS * 86_400_000) } },
      orderBy: [{ day: "desc" }, { resource: "desc" }],
    }),
  ]);
  const days = Map.groupBy(finds, (it) => it.day.toISOString().slice(0, 10));
  return {
    seesOlderOrders: canReadOlderOrders(shop.grantedScopes),
    isImported: backfills.length > 0 && backfills.every((it) => it.state === "done"),
    resources: reconciliations.map((it) => ({
      resource: it.resource,
      shopifyCount: it.shopifyCount,
      ownCount: it.ownCount,
      countedAt: it.countedAt?.toISOString() ?? null,
      syncedUntil: it.syncedUntil.toISOString(),
      keptCount: it.keptCount,
      reason: it.reason,
      isBusy: it.sweepCursor !== null || it.nextSyncAt <= now || it.nextCountAt <= now,
    })),
    days: [...days].map(([day, its]) => ({
      day,
      finds: its.map(({ resource, newCount, changedCount, deletedCount }) => ({
        resource: resource as StockResource,
        newCount,
        changedCount,
        deletedCount,
      })),
    })),
  };
}

/** Requests a full reconciliation now. */
export async function requestReconciliation(
  shopId: ShopId,
  { db, queue, now }: { db: PrismaClient; queue: Queue; now: () => Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    await expediteReconciliations(tx, shopId, now());
    await queue.announce(tx, shopId, "reconciliation_requested");
  });
}
