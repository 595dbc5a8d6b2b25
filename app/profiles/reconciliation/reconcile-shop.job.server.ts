import { areBackfillsSettled } from "~/events/backfill/backfill-store.server";
import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { countResource, sweepResource } from "./count-and-sweep.server";
import { syncChanges } from "./sync-changes.server";
import {
  createReconciliations,
  listReconciliations,
  selectShopsToReconcile,
  saveReconciliation,
  type Reconciliation,
  nextReconciliationTimes,
} from "./reconciliation-store.server";
import type { ReconcileDeps } from "./upsert-missing.server";

/** Maximum duration of a run before other shops get a turn. */
const BUDGET_MS = 20_000;
const RETRY_MS = 15 * 60_000;

/**
 * Keeps a shop's data in sync with Shopify despite lost
 * webhooks: syncs changes each hour, counts each night,
 * and compares all ids if the counts differ.
 */
export const reconcileShopJob = defineJob<ReconcileDeps>({
  name: "profiles.reconcile-shop",
  selectDueShops: selectShopsToReconcile,
  nextDueTimes: nextReconciliationTimes,

  async run(shopId, deps, signal) {
    const { db, now } = deps;
    const shop = await findInstalledShop(db, shopId);
    // A running import already covers this.
    if (!shop || !(await areBackfillsSettled(db, shopId))) return { more: false };
    await createReconciliations(db, shopId, now());

    const untilMs = Date.now() + BUDGET_MS;
    const isOver = () => signal.aborted || Date.now() >= untilMs;
    for (const it of await listReconciliations(db, shopId)) {
      if (isOver()) return { more: true };
      if (!(await reconcile(shopId, it, shop, isOver, deps))) return { more: true };
    }
    return { more: false };
  },
});

/** @returns whether nothing is left to do for now */
async function reconcile(
  shopId: ShopId,
  it: Reconciliation,
  shop: { readonly currency: string; readonly grantedScopes: string },
  isOver: () => boolean,
  deps: ReconcileDeps,
): Promise<boolean> {
  const now = deps.now();
  try {
    if (it.nextSyncAt <= now && !(await syncChanges(shopId, it, shop, isOver, deps))) {
      return false;
    }
    if (it.nextCountAt > now) return true;
    const counted = it.sweepCursor === null ? await countResource(shopId, it, shop, deps) : it;
    if (counted.sweepCursor === null) return true;
    return await sweepResource(shopId, { ...it, ...counted }, shop, isOver, deps);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { resource } = it;
    deps.log.warn({ err: error, shopId, resource }, "reconciliation is held up");
    const later = new Date(now.getTime() + RETRY_MS);
    await saveReconciliation(deps.db, shopId, resource, {
      reason: error.message,
      ...(it.nextSyncAt <= now && { nextSyncAt: later }),
      ...(it.nextCountAt <= now && { nextCountAt: later }),
    });
    return true;
  }
}
