import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import {
  bulkOperationRun,
  bulkOperationStatus,
  type BulkOperation,
} from "~/shopify/operations/bulk-operation";
import { BULK_QUERIES } from "~/shopify/operations/bulk-queries";
import { findInstalledShop } from "~/shopify/shop-store.server";
import {
  advanceBackfill,
  areBackfillsSettled,
  RESET_BACKFILL,
  listBackfills,
  selectShopsWithDueBackfills,
  type Backfill,
  nextBackfillTimes,
} from "./backfill-store.server";
import { completeEmptyBackfill, importBackfill } from "./import-backfill.server";
import { afterFailure, afterRefusal, nextCheckAt, planBackfillStep } from "./plan-backfill";

type Deps = AdminDeps & CommonDeps<"db" | "queue" | "keyring" | "now" | "log">;

/** How long one run records before it yields to other shops. */
const BUDGET_MS = 20_000;
/** Shopify's error codes for too many running bulk operations. */
const BUSY = /LIMIT_REACHED|OPERATION_IN_PROGRESS/;

/**
 * Imports the shop's history with bulk operations of the Admin API: each resource is waiting →
 * running (at Shopify) → importing → done. Shopify runs all of them at once; dependent resources
 * are recorded afterward.
 */
export const runBackfillJob = defineJob<Deps>({
  name: "events.run-backfill",
  selectDueShops: selectShopsWithDueBackfills,
  nextDueTimes: nextBackfillTimes,

  async run(shopId, deps, signal) {
    const shop = await findInstalledShop(deps.db, shopId);
    if (!shop) return { more: false };
    const run = { currency: shop.currency, untilMs: Date.now() + BUDGET_MS, signal };

    for (const { resource } of await listBackfills(deps.db, shopId)) {
      if (signal.aborted) break;
      // Read again: the previous step may have settled a dependency.
      const all = await listBackfills(deps.db, shopId);
      const backfill = all.find((it) => it.resource === resource);
      if (backfill) await advance(shopId, backfill, all, run, deps);
    }
    const all = await listBackfills(deps.db, shopId);
    const steps = all.map((it) => planBackfillStep(it, all, deps.now()));
    return { more: steps.some((it) => it === "start" || it === "import") };
  },
});

interface Run {
  readonly currency: string;
  readonly untilMs: number;
  readonly signal: AbortSignal;
}

async function advance(
  shopId: ShopId,
  backfill: Backfill,
  all: readonly Backfill[],
  run: Run,
  deps: Deps,
): Promise<void> {
  const now = deps.now();
  try {
    switch (planBackfillStep(backfill, all, now)) {
      case "retry":
      case "start":
        await start(shopId, backfill, deps);
        break;
      case "check":
        await check(shopId, backfill, deps);
        break;
      case "import":
        await importResult(shopId, backfill, run, deps);
        break;
      case "none":
        break;
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { resource } = backfill;
    deps.log.warn({ err: error, shopId, resource, ...error.context }, "back-fill is held up");
    const isBusy = BUSY.test(String(error.context["codes"] ?? ""));
    if (!isBusy && !error.retryable && error.code !== "unauthorized") {
      return startOver(shopId, backfill, error.message, deps);
    }
    // Neither is a fault of this import: it continues from its position.
    await advanceBackfill(deps.db, shopId, backfill, {
      reason: isBusy ? "Shopify is busy with other exports" : error.message,
      nextRunAt: error.retryable ? nextCheckAt(backfill.startedAt, now) : afterRefusal(now),
    });
  }
}

async function start(shopId: ShopId, backfill: Backfill, deps: Deps): Promise<void> {
  const query = BULK_QUERIES[backfill.resource];
  const { bulkOperationRunQuery } = await adminGraphql(shopId, bulkOperationRun, { query }, deps);
  const now = deps.now();
  await advanceBackfill(deps.db, shopId, backfill, {
    ...RESET_BACKFILL,
    state: "running",
    bulkOperationId: bulkOperationRunQuery.bulkOperation.id,
    reason: null,
    startedAt: now,
    nextRunAt: nextCheckAt(now, now),
  });
}

async function check(shopId: ShopId, backfill: Backfill, deps: Deps): Promise<void> {
  const operation = await findOperation(shopId, backfill, deps);
  const now = deps.now();
  switch (operation?.status) {
    case "CREATED":
    case "RUNNING":
    case "CANCELING":
      await advanceBackfill(deps.db, shopId, backfill, {
        objectCount: operation.rootObjectCount,
        nextRunAt: nextCheckAt(backfill.startedAt, now),
      });
      return;
    case "COMPLETED":
      if (!operation.url) return completeEmptyBackfill(shopId, backfill, deps);
      await advanceBackfill(deps.db, shopId, backfill, {
        state: "importing",
        objectCount: operation.rootObjectCount,
        nextRunAt: now,
      });
      return;
    case "FAILED":
    case "CANCELED":
    case "EXPIRED":
    case undefined:
      return startOver(shopId, backfill, whyEnded(operation), deps);
  }
}

async function importResult(
  shopId: ShopId,
  backfill: Backfill,
  { signal, ...run }: Run,
  deps: Deps,
): Promise<void> {
  // Requested each time because the signed URL expires.
  const operation = await findOperation(shopId, backfill, deps);
  if (operation?.status !== "COMPLETED" || !operation.url) {
    return startOver(shopId, backfill, whyEnded(operation), deps);
  }
  const source = { ...run, url: operation.url };
  const outcome = await importBackfill(shopId, backfill, source, deps, signal);
  if (outcome.kind !== "unreadable") return;
  if (outcome.isExpired) return startOver(shopId, backfill, outcome.reason, deps);
  await advanceBackfill(deps.db, shopId, backfill, {
    reason: outcome.reason,
    nextRunAt: nextCheckAt(backfill.startedAt, deps.now()),
  });
}

async function findOperation(
  shopId: ShopId,
  { bulkOperationId }: Backfill,
  deps: Deps,
): Promise<BulkOperation | null> {
  const id = bulkOperationId ?? "";
  return (await adminGraphql(shopId, bulkOperationStatus, { id }, deps)).bulkOperation;
}

/** Recorded events stay: importing them again changes nothing. */
async function startOver(
  shopId: ShopId,
  backfill: Backfill,
  reason: string,
  { db, queue, now }: Deps,
): Promise<void> {
  const attempts = backfill.attempts + 1;
  const next = afterFailure(attempts, now());
  await db.$transaction(async (tx) => {
    const isOurs = await advanceBackfill(tx, shopId, backfill, {
      ...RESET_BACKFILL,
      ...next,
      attempts: next.state === "failed" ? 0 : attempts,
      reason,
    });
    if (isOurs && next.state === "failed" && (await areBackfillsSettled(tx, shopId))) {
      await queue.announce(tx, shopId, "backfill_completed");
    }
  });
}

function whyEnded(operation: BulkOperation | null): string {
  if (!operation) return "Shopify no longer knows the export";
  if (operation.errorCode === "ACCESS_DENIED") {
    return "Shopify denied access: check the app's scopes and its access to protected customer data";
  }
  const status = operation.status.toLowerCase();
  return `Shopify's export ended as ${status}${operation.partialDataUrl ? ", with a part of the data" : ""}`;
}
