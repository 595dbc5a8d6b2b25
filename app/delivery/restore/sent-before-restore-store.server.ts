import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { Prisma } from "~/generated/prisma/client";
import { endMessages, OUTCOME_COLUMNS } from "~/outbox/message-store.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { endSystemEmails } from "../system-emails/system-email-store.server";
import { countEmails } from "../plan/email-month-store.server";

export interface SentEmail {
  readonly messageId: string;
  readonly providerId: string;
  readonly sentAt: Date;
}

/** Records which emails the provider has sent, including ones that will be planned again after a restore. */
export async function storeSentEmails(
  tx: Tx,
  shopId: ShopId,
  emails: readonly SentEmail[],
): Promise<void> {
  await tx.sentBeforeRestore.createMany({
    data: emails.map((email) => ({ shopId, ...email })),
    skipDuplicates: true,
  });
  // A confirmation is identified by its request.
  for (const { messageId: requestId, sentAt } of emails) {
    await tx.optInRequest.updateMany({
      where: { shopId, requestId, state: "queued" },
      data: { state: "sent", emailedAt: sentAt },
    });
    const sent = { state: "sent", lastError: null } as const;
    await endSystemEmails(tx, shopId, { emailId: requestId }, sent);
  }
}

/** Whether the provider sent an email before the restore. */
export async function wasSentBefore(db: Db, shopId: ShopId, messageId: string): Promise<boolean> {
  return (await db.sentBeforeRestore.count({ where: { shopId, messageId } })) > 0;
}

/** Which of these messages the provider sent before the restore. */
export async function listSentBefore(
  db: Db,
  shopId: ShopId,
  messageIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await readRows<{ messageId: string }>(
    db,
    Prisma.sql`
    select message_id as "messageId" from sent_before_restore
    where shop_id = ${shopId} and message_id = any(${[...messageIds]}::text[])`,
  );
  return new Set(rows.map(({ messageId }) => messageId));
}

/**
 * Marks emails as sent that the provider sent before the restore.
 *
 * @returns their ids
 */
export async function settleSentBefore(
  tx: Tx,
  shopId: ShopId,
  messageIds: readonly string[],
  { keyring, now }: { readonly keyring: Pick<Keyring, "seal">; readonly now: Date },
): Promise<ReadonlySet<string>> {
  const settled = await tx.$queryRaw<SettledRow[]>`
    with sent as materialized (
      select message_id, sent_at, provider_id from sent_before_restore
      where shop_id = ${shopId} and message_id = any(${[...messageIds]}::text[])),
    ended as (
      delete from message_sending sending using sent
      where sending.shop_id = ${shopId} and sending.message_id = sent.message_id
      returning sending.shop_id, sending.message_id, 'sent', null::text, sending.decision, sending.attempts,
        sending.batch_id, sending.attempted_at, sent.sent_at, sent.provider_id, sending.delivery_state),
    inserted as (
      insert into message_outcome (${OUTCOME_COLUMNS}) select * from ended returning message_id, sent_at),
    resolved as (
      update message_outcome outcome set state = 'sent', reason = null, sent_at = sent.sent_at,
        provider_id = sent.provider_id
      from sent
      where outcome.shop_id = ${shopId} and outcome.message_id = sent.message_id and outcome.state = 'unknown'
      returning outcome.message_id, outcome.sent_at)
    select message.message_id as "messageId", message.flow_id as "flowId", message.step_id as "stepId",
      profile.customer_id as "customerId", settled.sent_at as "sentAt"
    from (select * from inserted union all select * from resolved) settled
    join message on message.shop_id = ${shopId} and message.message_id = settled.message_id
    join profile on profile.shop_id = ${shopId} and profile.profile_id = message.profile_id`;
  if (settled.length === 0) return new Set();
  await countEmails(tx, shopId, settled.length, now);
  await recordEvents(
    tx,
    settled.map(({ messageId, flowId, stepId, customerId, sentAt }) => ({
      shopId,
      source: "kindred",
      sourceId: `message/${messageId}/sent`,
      kind: "email_sent",
      customerId,
      occurredAt: sentAt,
      payload: { messageId, flowId, stepId },
      personal: null,
    })),
    { keyring, now: () => now },
  );
  return new Set(settled.map(({ messageId }) => messageId));
}

interface SettledRow {
  readonly messageId: string;
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly customerId: CustomerId | null;
  readonly sentAt: Date;
}

/**
 * Skips what was due before a restore when the provider's list is not available: messages, enrollments that
 * would plan them, and confirmations. An enrollment with a due step may have reached any later step, so it
 * ends.
 *
 * @returns the number of skipped messages
 */
export async function skipDueBefore(tx: Tx, shopId: ShopId, before: Date): Promise<number> {
  await tx.emailBatch.updateMany({
    where: { shopId, state: "sending" },
    data: { state: "unknown", leaseUntil: null, nextRunAt: null, lastError: "restored" },
  });
  const isSending = Prisma.sql`sending.state = 'sending'`;
  await endMessages(tx, shopId, isSending, { state: "unknown", reason: "no_answer" });
  const wasDue = Prisma.sql`sending.state = 'planned' and sending.next_run_at <= ${before}::timestamptz`;
  const count = await endMessages(tx, shopId, wasDue, { state: "skipped", reason: "restored" });
  await tx.enrollment.updateMany({
    where: { shopId, state: { in: ["scheduled", "active"] }, nextRunAt: { lte: before } },
    data: { state: "ended", exitReason: "restored", nextRunAt: null, endedAt: before },
  });
  await tx.optInRequest.updateMany({
    where: { shopId, state: "queued", createdAt: { lte: before } },
    data: { state: "not_sent", lastError: "restored" },
  });
  const old = { kind: "confirmation", createdAt: { lte: before } };
  await endSystemEmails(tx, shopId, old, { state: "not_sent", lastError: "restored" });
  return count;
}
