import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { BACKFILL_ORDER } from "~/events/backfill/backfill-store.server";
import { countDueScans } from "~/flows/scan/count-due-scans.server";
import type { ShopId } from "~/lib/shop-id";
import { countPoolsToFill } from "~/messages/coupons/count-pools-to-fill.server";
import { selectShopsToReconcile } from "~/profiles/reconciliation/reconciliation-store.server";
import { selectNextRetry, selectOtherDueWork, type OtherDueWork } from "./other-due-work.server";

/** How much data is ingested and how much work waits in each stage. */
export interface PipelineProgress {
  /** Reference time of `due`, ISO 8601. */
  readonly at: string;
  readonly backfills: readonly {
    readonly resource: string;
    readonly state: string;
    readonly importedCount: number;
    readonly objectCount: number;
    readonly reason: string | null;
  }[];
  /** Whether both trainings, of recommendations and of predictions, have saved their first models. */
  readonly isTrained: boolean;
  /** Whether a model is being trained, in a worker thread. */
  readonly isFitting: boolean;
  /** Discount codes that Shopify has accepted; filling a pool takes many steps. */
  readonly codesMade: number;
  /** When the next failed attempt is repeated, ISO 8601; null: none waits. */
  readonly retryAt: string | null;
  /** Due rows. All zero: the shop is up to date. */
  readonly due: OtherDueWork & {
    readonly webhooks: number;
    readonly events: number;
    /** Scans for scheduled triggers of live flows. */
    readonly searches: number;
    readonly enrollments: number;
    /** Campaigns with messages to plan. */
    readonly campaigns: number;
    readonly messages: number;
    /** Discounts that need codes. */
    readonly codes: number;
    /** Engagement events to classify. */
    readonly clicks: number;
    /** Days to recount. */
    readonly counts: number;
    /** Unsubscribes to report to Shopify. */
    readonly consents: number;
    /** 1 while a reconciliation is due. */
    readonly reconciliations: number;
    /** 1 while the plan is to be read from Shopify. */
    readonly planChecks: number;
  };
}

/** A kind of model that each training saves: of recommendations and of predictions. */
const FIRST_MODELS = ["recommendations", "customer_groups"];

/** Event consumers with a cursor each. */
const CONSUMERS = [
  "catalog",
  "profiles",
  "browsing",
  "identity",
  "flows",
  "flows.visitors",
  "feedback",
  "segments",
  "reported-segments",
];

/** Counts in one snapshot, so that work moving between stages is not missed in both. */
export async function getPipelineProgress(
  shopId: ShopId,
  { db, now }: { db: PrismaClient; now: () => Date },
): Promise<PipelineProgress> {
  const at = now();
  const [row] = await countRows(db, shopId, at);
  if (!row.hasDueDiscounts) return toProgress(at, row, 0);
  // Counting missing codes takes several statements, which share one snapshot with the rest.
  return db.$transaction(
    async (tx) => {
      const [inSnapshot] = await countRows(tx, shopId, at);
      return toProgress(at, inSnapshot, await countPoolsToFill(tx, shopId, at));
    },
    { isolationLevel: "RepeatableRead" },
  );
}

function toProgress(
  at: Date,
  { backfills, isTrained, isFitting, codesMade, retryAt, hasDueDiscounts: _, ...due }: ProgressRow,
  codes: number,
): PipelineProgress {
  return {
    at: at.toISOString(),
    backfills,
    isTrained,
    isFitting,
    codesMade,
    retryAt: retryAt?.toISOString() ?? null,
    due: { ...due, codes },
  };
}

type ProgressRow = Omit<PipelineProgress, "at" | "due" | "retryAt"> &
  Omit<PipelineProgress["due"], "codes"> & {
    readonly hasDueDiscounts: boolean;
    readonly retryAt: Date | null;
  };

/**
 * One statement, because it is polled several times a second and each statement costs the app more than the
 * database.
 */
function countRows(db: Db, shopId: ShopId, at: Date): Promise<[ProgressRow]> {
  return db.$queryRaw<[ProgressRow]>`
    select
      (select coalesce(jsonb_agg(jsonb_build_object('resource', resource, 'state', state,
          'importedCount', imported_count, 'objectCount', object_count, 'reason', reason)
          order by array_position(${[...BACKFILL_ORDER]}::text[], resource)), '[]')
        from backfill where shop_id = ${shopId}) as "backfills",
      (select count(distinct kind)::int from model
        where shop_id = ${shopId} and kind = any(${FIRST_MODELS}::text[])) = ${FIRST_MODELS.length}
        as "isTrained",
      exists (select 1 from training_run
        where shop_id = ${shopId} and state = 'running') as "isFitting",
      (select count(*)::int from discount_code
        where shop_id = ${shopId} and state <> 'adding') as "codesMade",
      (select count(*)::int from inbox_entry where shop_id = ${shopId}
        and state = 'waiting' and next_run_at <= ${at}::timestamptz) as "webhooks",
      ((select coalesce(max(seq), 0) from event where shop_id = ${shopId})
        - (select min(coalesce(cursor.seq, 0)) from unnest(${CONSUMERS}::text[]) as needed (consumer)
          left join cursor on cursor.shop_id = ${shopId} and cursor.consumer = needed.consumer))::int
        as "events",
      ${countDueScans(shopId, at)} as "searches",
      (select count(*)::int from enrollment where shop_id = ${shopId}
        and state in ('scheduled', 'active') and next_run_at <= ${at}::timestamptz) as "enrollments",
      (select count(*)::int from campaign where shop_id = ${shopId}
        and status in ('scheduled', 'sending') and next_run_at <= ${at}::timestamptz) as "campaigns",
      (select count(*)::int from message_sending where shop_id = ${shopId}
        and state = 'planned' and next_run_at <= ${at}::timestamptz)
        + (select count(*)::int from email_batch where shop_id = ${shopId}
          and state = 'sending' and next_run_at <= ${at}::timestamptz) as "messages",
      (select count(*)::int from engagement_event
        where shop_id = ${shopId} and classify_at <= ${at}::timestamptz) as "clicks",
      (select count(*)::int from report_rollup_queue where shop_id = ${shopId}) as "counts",
      (select count(*)::int from suppression
        where shop_id = ${shopId} and next_run_at <= ${at}::timestamptz) as "consents",
      (select count(*)::int from (${selectShopsToReconcile(at, shopId)}) as due) as "reconciliations",
      (select count(*)::int from shop_plan
        where shop_id = ${shopId} and next_run_at <= ${at}::timestamptz) as "planChecks",
      exists (select 1 from discount
        where shop_id = ${shopId} and next_run_at <= ${at}::timestamptz) as "hasDueDiscounts",
      ${selectNextRetry(shopId, at)} as "retryAt",
      ${selectOtherDueWork(shopId, at)}`;
}
