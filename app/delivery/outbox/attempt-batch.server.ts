import { transactDespiteConflicts } from "~/db-conflicts.server";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { lockEventsSql, recordLockedEvents } from "~/events/event-store.server";
import type { Log } from "~/lib/log.server";
import { derivedId } from "~/lib/derived-id.server";
import { OUTCOME_COLUMNS } from "~/outbox/message-store.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { mailerId, type BatchOutcome, type Mailer } from "../mailer";
import { identityOf } from "../pace/breaker";
import { countEmailsSql } from "../plan/email-month-store.server";
import { recordSenderOutcome, senderAcceptedSql } from "../pace/identity-store.server";
import { sendPaced } from "../pace/send-paced.server";
import {
  closeBatchSql,
  postponeBatch,
  queueBatch,
  type PreparedBatch,
} from "./email-batch-store.server";
import {
  giveUp,
  isPastKeyLifetime,
  deferToQuietHoursEnd,
  settleBatch,
  type SettledBatch,
  type Settlement,
} from "./settle-batch";

export interface AttemptDeps extends CommonDeps<"db" | "queue" | "now"> {
  readonly keyring: Pick<Keyring, "seal">;
  readonly mailer: Mailer;
  readonly log: Pick<Log, "info" | "error">;
}

/**
 * Sends a prepared batch to the provider, outside any transaction, and records the outcome. If the process
 * dies in between, the batch is resumed with the same bytes and key.
 */
export async function attemptBatch(
  shopId: ShopId,
  { batchId, attempt, emails, quietFrom, provedAtMs }: PreparedBatch,
  deps: AttemptDeps,
): Promise<BatchOutcome["kind"] | "too_late" | "quiet_hours"> {
  const { now, log } = deps;
  // Quiet hours of a member may have begun since the decision.
  if (quietFrom !== null && now() >= quietFrom) {
    const kept = deferToQuietHoursEnd(attempt, now());
    await settle(shopId, { batchId, attempts: attempt.attempts }, kept, "quiet_hours", deps);
    log.info({ shopId, batchId, emails: emails.length }, "batch kept from the night");
    return "quiet_hours";
  }
  // This process may have been suspended since it prepared the batch.
  const isTooLate = isPastKeyLifetime(attempt.firstAttemptAt, now());
  const outcome = isTooLate
    ? null
    : await sendPaced({ key: `${shopId}/${batchId}`, emails }, { ...deps, provedAtMs });
  const [first] = emails;
  const identity = first ? identityOf(first.from.address) : null;
  if (outcome?.kind === "identity_refused" && identity !== null) {
    await recordSenderOutcome(deps.db, shopId, identity, outcome, now());
  }

  const settlement =
    outcome === null
      ? giveUp([...attempt.messageIds, ...attempt.excluded.map(({ messageId }) => messageId)])
      : settleBatch(attempt, outcome, now(), `${shopId}/${batchId}`);
  const kind = outcome?.kind ?? "too_late";
  const reason = outcome && "reason" in outcome ? outcome.reason : kind;
  const isAccepted =
    outcome?.kind === "answered" && outcome.results.some((it) => it.kind === "accepted");
  const acceptedIdentity = isAccepted ? identity : null;
  const batch = { batchId, attempts: attempt.attempts, acceptedIdentity };
  await settle(shopId, batch, settlement, reason, deps);

  const fields = {
    shopId,
    batchId,
    attempt: attempt.attempts,
    emails: emails.length,
    outcome: kind,
  };
  if (settlement.kind === "settled" && settlement.isFault) {
    log.error(fields, "a batch's key was used for other bytes");
  } else {
    log.info(fields, "batch attempted");
  }
  return kind;
}

/** Time before the provider's list is checked, so that it can list what it accepted. */
const RECONCILE_AFTER_MS = 600_000;

interface SettlingBatch {
  readonly batchId: string;
  readonly attempts: number;
  /** The sender from which the provider accepted an email. */
  readonly acceptedIdentity?: string | null;
}

/** Records an attempt's result, unless another worker has claimed the batch since. */
export async function settle(
  shopId: ShopId,
  batch: SettlingBatch,
  settlement: Settlement,
  reason: string,
  { db, keyring, queue, mailer, now }: Omit<AttemptDeps, "log">,
): Promise<void> {
  const at = now();
  await transactDespiteConflicts(db, async (tx) => {
    if (settlement.kind === "repeat") {
      await postponeBatch(tx, shopId, batch, settlement);
      return;
    }
    const sent = await writeSettledMessages(tx, shopId, batch, { ...settlement, reason }, at);
    if (sent === null) return;
    for (const [part, messageIds] of settlement.again.entries()) {
      await queueBatch(tx, shopId, {
        batchId: derivedId(shopId, "batch", batch.batchId, part),
        messageIds,
        mailerName: mailerId(mailer),
        now: at,
      });
    }
    if (sent.length === 0) return;
    await recordSent(tx, shopId, sent, at, keyring);
    await queue.announce(tx, shopId, "events_recorded");
  });
}

/**
 * Closes the batch and stores the outcomes of its messages.
 *
 * @returns the sent messages; null when another worker has claimed the batch since, and nothing was written
 */
async function writeSettledMessages(
  tx: Tx,
  shopId: ShopId,
  batch: SettlingBatch,
  { messages, reason }: Pick<SettledBatch, "messages"> & { readonly reason: string },
  at: Date,
): Promise<SentRow[] | null> {
  const { batchId, acceptedIdentity = null } = batch;
  const reconcileAt = messages.some(({ state }) => state === "unknown")
    ? new Date(at.getTime() + RECONCILE_AFTER_MS)
    : null;
  const rows = messages.map((message) => ({
    message_id: message.messageId,
    state: message.state,
    reason: "reason" in message ? message.reason : message.state === "unknown" ? "no_answer" : null,
    detail: message.state === "failed" ? message.detail : null,
    provider_id: message.state === "sent" ? message.providerId : null,
    sent_at: message.state === "sent" ? at : null,
    next_run_at: message.state === "planned" ? message.nextRunAt : null,
  }));
  const written = await tx.$queryRaw<(SentRow | NoRow)[]>`
    with ${closeBatchSql(shopId, batch, { reason, reconcileAt })},
    settled as materialized (
      select settled.* from closed
      cross join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as settled (
        message_id text, state text, reason text, detail text, provider_id text,
        sent_at timestamptz, next_run_at timestamptz)),
    ${senderAcceptedSql(shopId, acceptedIdentity)},
    planned as (
      update message_sending sending
      set state = 'planned', reason = settled.reason, next_run_at = settled.next_run_at, batch_id = null,
        attempted_at = null
      from settled
      where settled.state = 'planned' and sending.shop_id = ${shopId} and sending.message_id = settled.message_id
        and sending.batch_id = ${batchId} and sending.state = 'sending'
      returning sending.message_id),
    uncomposed as (
      delete from message_content content using planned
      where content.shop_id = ${shopId} and content.message_id = planned.message_id),
    ended as (
      delete from message_sending sending using settled
      where settled.state <> 'planned' and sending.shop_id = ${shopId} and sending.message_id = settled.message_id
        and sending.batch_id = ${batchId} and sending.state = 'sending'
      returning sending.*, settled.state as final_state, settled.reason as final_reason,
        settled.detail, settled.sent_at, settled.provider_id as answered_id,
        -- The provider accepted a message of which it has since sent an event, even if it never answered.
        settled.state = 'unknown' and sending.delivery_state is not null as is_reported),
    outcome as (
      insert into message_outcome (${OUTCOME_COLUMNS})
      select shop_id, message_id, case when is_reported then 'sent' else final_state end,
        case when is_reported then null else final_reason end,
        case when detail is null then decision else decision || jsonb_build_object('detail', detail) end,
        attempts, batch_id, attempted_at, case when is_reported then ${at}::timestamptz else sent_at end,
        coalesce(answered_id, provider_id), delivery_state
      from ended
      returning message_id, state),
    sent as materialized (select message_id from outcome where state = 'sent'),
    ${countEmailsSql(shopId, Prisma.sql`select count(*) from sent`, at)},
    -- For the events of the next statement, which sees what others recorded meanwhile.
    turn as materialized (
      select ${lockEventsSql(Prisma.sql`${shopId}::text`)} from (select from sent limit 1) as any_sent)
    select sent.message_id as "messageId", flow_id as "flowId", step_id as "stepId", customer_id as "customerId"
    from closed
    left join turn on true
    left join sent on true
    left join message on message.shop_id = ${shopId} and message.message_id = sent.message_id
    left join profile on profile.shop_id = ${shopId} and profile.profile_id = message.profile_id`;
  if (written.length === 0) return null;
  return written.flatMap((row) => (row.messageId === null ? [] : [row]));
}

async function recordSent(
  tx: Tx,
  shopId: ShopId,
  sent: readonly SentRow[],
  at: Date,
  keyring: Pick<Keyring, "seal">,
): Promise<void> {
  await recordLockedEvents(
    tx,
    sent.map(({ messageId, flowId, stepId, customerId }) => ({
      shopId,
      source: "kindred",
      sourceId: `message/${messageId}/sent`,
      kind: "email_sent",
      customerId,
      occurredAt: at,
      payload: { messageId, flowId, stepId },
      personal: null,
    })),
    { keyring, now: () => at },
  );
}

/** A batch without sent messages. */
interface NoRow {
  readonly messageId: null;
  readonly flowId: null;
  readonly stepId: null;
  readonly customerId: null;
}

interface SentRow {
  readonly messageId: string;
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly customerId: CustomerId | null;
}
