import type { Tx } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { listBackfills } from "~/events/backfill/backfill-store.server";
import { findLastSeq } from "~/events/event-store.server";
import { countDueSearches } from "~/flows/people/count-due-searches.server";
import type { ShopId } from "~/lib/shop-id";
import { countPoolsToFill } from "~/messages/coupons/count-pools-to-fill.server";
import { listShopsToReconcile } from "~/profiles/reconciliation/reconciliation-store.server";

/** How much of a shop's data is taken in, and how much work waits in each stage. */
export interface PipelineProgress {
  /** The time by which `due` was judged, ISO 8601. */
  readonly at: string;
  readonly backfills: readonly {
    readonly resource: string;
    readonly state: string;
    readonly importedCount: number;
    readonly objectCount: number;
    readonly reason: string | null;
  }[];
  /** The version of the recommendation models, null before the first fit. */
  readonly modelVersion: number | null;
  /** Whether a model is fitted at this moment: in a thread, so that nothing else need change for long. */
  readonly isFitting: boolean;
  /** Discount codes that Shopify has taken: a pool is due until it is full, which takes it many steps. */
  readonly codesMade: number;
  /** Rows that are due and not dealt with. All zero: the shop is up to date. */
  readonly due: {
    readonly webhooks: number;
    readonly events: number;
    /** Rounds of looking for people whom live flows begin with. */
    readonly searches: number;
    readonly enrollments: number;
    /** Campaigns of which something is to be planned. */
    readonly campaigns: number;
    readonly messages: number;
    /** Discounts of which codes are to be made. */
    readonly codes: number;
    /** Clicks and opens whose verdict is due. */
    readonly hits: number;
    /** Days whose mails are to be counted anew. */
    readonly counts: number;
    /** Unsubscribes that Shopify has not been told of. */
    readonly consents: number;
    /** 1 while a comparison with Shopify is due. */
    readonly reconciliations: number;
  };
}

/** Stages that follow the shop's events, each with a cursor. */
const CONSUMERS = [
  "catalog",
  "profiles",
  "browsing",
  "identity",
  "flows",
  "flows.visitors",
  "feedback",
];

/** Counts in one snapshot: what moves on from one stage to the next while it is counted must not be missed in both. */
export function getPipelineProgress(
  shopId: ShopId,
  { db, now }: { db: PrismaClient; now: () => Date },
): Promise<PipelineProgress> {
  const at = now();
  return db.$transaction((tx) => countProgress(tx, shopId, at), {
    isolationLevel: "RepeatableRead",
  });
}

async function countProgress(db: Tx, shopId: ShopId, at: Date): Promise<PipelineProgress> {
  const due = { lte: at };
  const [
    backfills,
    model,
    fits,
    webhooks,
    last,
    cursors,
    searches,
    enrollments,
    campaigns,
    messages,
    batches,
    codes,
    codesMade,
    hits,
    counts,
    consents,
    toReconcile,
  ] = await Promise.all([
    listBackfills(db, shopId),
    db.model.findFirst({
      where: { shopId, kind: "recommendations" },
      orderBy: { version: "desc" },
      select: { version: true },
    }),
    db.trainingRun.count({ where: { shopId, state: "running" } }),
    db.inboxEntry.count({ where: { shopId, state: "waiting", nextRunAt: due } }),
    findLastSeq(db, shopId),
    db.cursor.findMany({ where: { shopId, consumer: { in: CONSUMERS } } }),
    countDueSearches(db, shopId, at),
    db.enrollment.count({
      where: { shopId, state: { in: ["waiting", "active"] }, nextRunAt: due },
    }),
    db.campaign.count({
      where: { shopId, status: { in: ["scheduled", "sending"] }, nextRunAt: due },
    }),
    db.message.count({ where: { shopId, state: "planned", nextAttemptAt: due } }),
    db.mailBatch.count({ where: { shopId, state: "sending", nextAttemptAt: due } }),
    countPoolsToFill(db, shopId, at),
    db.discountCode.count({ where: { shopId, state: { not: "adding" } } }),
    db.hit.count({ where: { shopId, classAt: due } }),
    db.countDue.count({ where: { shopId } }),
    db.suppression.count({ where: { shopId, writeBackAt: due } }),
    listShopsToReconcile(db, at, shopId),
  ]);
  const slowest = CONSUMERS.map(
    (name) => cursors.find((it) => it.consumer === name)?.seq ?? 0n,
  ).reduce((a, b) => (a < b ? a : b));
  return {
    at: at.toISOString(),
    backfills: backfills.map(({ resource, state, importedCount, objectCount, reason }) => ({
      resource,
      state,
      importedCount,
      objectCount,
      reason,
    })),
    modelVersion: model?.version ?? null,
    isFitting: fits > 0,
    codesMade,
    due: {
      webhooks,
      events: Number(last - slowest),
      searches,
      enrollments,
      campaigns,
      messages: messages + batches,
      codes,
      hits,
      counts,
      consents,
      reconciliations: toReconcile.length,
    },
  };
}
