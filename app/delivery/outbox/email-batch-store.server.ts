import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { claimDueRows } from "~/jobs/due-rows.server";
import type { ShopId } from "~/lib/shop-id";
import type { BatchReason } from "../decision/message-reasons";
import type { Email } from "../email";
import type { BatchAttempt } from "./settle-batch";

/** A batch that is ready to send. The emails are in the order of the attempt's members. */
export interface PreparedBatch {
  readonly batchId: string;
  readonly attempt: BatchAttempt;
  readonly emails: readonly Email[];
  /** When the first quiet hours of a member begin; it must not be sent from then on. Null: at any time. */
  readonly quietFrom: Date | null;
  /** See `Mailer`. */
  readonly provedAtMs?: number;
}

/** `unknown`: members may have been sent; they are reconciled with the provider's list. A batch that is over is deleted. */
export type BatchState = "sending" | "unknown";

export const EMAIL_BATCHES = {
  name: "email_batch",
  key: { batchId: "text" },
  states: ["sending"],
  leaseMs: 120_000,
} as const;

interface NewBatch {
  readonly batchId: string;
  readonly emails: readonly Email[];
  readonly mailerName: string;
  readonly quietFrom: Date | null;
  readonly now: Date;
}

/** A batch that this worker is about to send for the first time, and SQL of a common table expression that stores it. */
export function beginBatchAttempt({ batchId, emails, mailerName, quietFrom, now }: NewBatch): {
  readonly prepared: PreparedBatch;
  readonly insertSql: (shopId: ShopId) => Prisma.Sql;
} {
  const messageIds = emails.map(({ messageId }) => messageId);
  const attempt = {
    attempts: 1,
    firstAttemptAt: now,
    wasAmbiguous: false,
    messageIds,
    excluded: [],
  };
  const leaseUntil = new Date(now.getTime() + EMAIL_BATCHES.leaseMs);
  return {
    prepared: { batchId, attempt, emails, quietFrom },
    insertSql: (shopId) => Prisma.sql`
    batch as (
      insert into email_batch (shop_id, batch_id, mailer, message_ids, state, first_attempt_at, next_run_at,
        attempts, lease_until)
      values (${shopId}, ${batchId}, ${mailerName}, ${messageIds}::text[], 'sending', ${now}::timestamptz,
        ${now}::timestamptz, 1, ${leaseUntil}::timestamptz))`,
  };
}

/** Stores a batch for members whose emails are already frozen; it is sent when claimed. */
export async function queueBatch(
  tx: Tx,
  shopId: ShopId,
  batch: { batchId: string; messageIds: readonly string[]; mailerName: string; now: Date },
): Promise<void> {
  const { batchId, mailerName, now } = batch;
  const messageIds = [...batch.messageIds];
  await tx.emailBatch.create({
    data: {
      shopId,
      batchId,
      mailer: mailerName,
      messageIds,
      state: "sending",
      nextRunAt: now,
    },
  });
  await tx.messageSending.updateMany({
    where: { shopId, messageId: { in: messageIds }, state: "sending" },
    data: { batchId },
  });
}

export interface ClaimedBatch {
  readonly batchId: string;
  readonly mailer: string;
  readonly messageIds: readonly string[];
  readonly attempts: number;
  /** When a provider may first have accepted it: in the past if an earlier call is unanswered. */
  readonly firstAttemptAt: Date;
  readonly wasAmbiguous: boolean;
}

type DueBatch = Omit<ClaimedBatch, "firstAttemptAt" | "wasAmbiguous"> & {
  readonly firstAttemptAt: Date | null;
};

/**
 * Claims a batch that is due again or whose worker died. One committed statement before anything else, so
 * that a batch that crashes its worker waits for a lease while the shop's other messages continue.
 */
export async function claimDueBatch(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<ClaimedBatch | null> {
  const query = {
    limit: 1,
    select: Prisma.sql`it.mailer, it.message_ids as "messageIds", it.first_attempt_at as "firstAttemptAt"`,
  };
  const [row] = await claimDueRows<DueBatch>(db, EMAIL_BATCHES, shopId, query, now);
  if (!row) return null;
  const { firstAttemptAt } = row;
  return {
    ...row,
    firstAttemptAt: firstAttemptAt ?? now,
    wasAmbiguous: firstAttemptAt !== null,
  };
}

/**
 * Records that a provider may have a claimed batch from now on. Call it before reading the members: the batch
 * stays locked until `tx` ends.
 *
 * @returns false when another worker has claimed it since
 */
export async function beginRepeat(
  tx: Tx,
  shopId: ShopId,
  { batchId, attempts, firstAttemptAt }: ClaimedBatch,
): Promise<boolean> {
  const { count } = await tx.emailBatch.updateMany({
    where: { shopId, batchId, attempts, state: "sending" },
    data: { firstAttemptAt },
  });
  return count === 1;
}

/**
 * SQL of the common table expression `closed`, which ends a batch if this attempt still owns it. It then returns a
 * row: a worker that lost the batch must write nothing. A batch with nothing to reconcile is deleted.
 */
export function closeBatchSql(
  shopId: ShopId,
  { batchId, attempts }: { readonly batchId: string; readonly attempts: number },
  { reason, reconcileAt }: { readonly reason: string | null; readonly reconcileAt: Date | null },
): Prisma.Sql {
  const isOwn = Prisma.sql`
      where shop_id = ${shopId} and batch_id = ${batchId} and attempts = ${attempts}::int and state = 'sending'
      returning batch_id`;
  if (reconcileAt === null) return Prisma.sql`closed as (delete from email_batch ${isOwn})`;
  const state: BatchState = "unknown";
  return Prisma.sql`
    closed as (
      update email_batch set state = ${state}, last_error = ${reason}, lease_until = null,
        next_run_at = ${reconcileAt}::timestamptz
      ${isOwn})`;
}

/** Postpones a batch unchanged if this attempt still owns it. */
export async function postponeBatch(
  tx: Tx,
  shopId: ShopId,
  { batchId, attempts }: { batchId: string; attempts: number },
  { nextRunAt, reason }: { nextRunAt: Date; reason: BatchReason },
): Promise<boolean> {
  const { count } = await tx.emailBatch.updateMany({
    where: { shopId, batchId, attempts, state: "sending" },
    data: { nextRunAt, lastError: reason, leaseUntil: null },
  });
  if (count === 0) return false;
  // Keep the reason of members that are already excluded.
  await tx.$executeRaw`
    update message_sending sending set reason = ${reason}
    from email_batch batch
    where batch.shop_id = ${shopId} and batch.batch_id = ${batchId}
      and sending.shop_id = ${shopId} and sending.message_id = any(batch.message_ids)
      and sending.batch_id = ${batchId} and sending.state = 'sending' and sending.reason is null`;
  return true;
}
