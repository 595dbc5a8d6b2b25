import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { EMAIL_TOPIC } from "./email-topic";

/** `dead`: its attempts are used up. */
export type InboxState = "waiting" | "done" | "refused" | "dead";

/** An inbox entry claimed for one lease. */
export interface ClaimedEntry {
  readonly webhookId: string;
  readonly topic: string;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly sealedBody: Uint8Array | null;
  /** Includes this attempt. It is the fencing token: an outdated claim settles nothing. */
  readonly attempts: number;
}

/** After this many attempts an entry is dead-lettered with its reason. */
const MAX_ATTEMPTS = 8;
const LEASE_MS = 60_000;
const FIRST_BACKOFF_MS = 15_000;

export interface ClaimOptions {
  readonly now: Date;
  readonly limit: number;
  /** Fresh entries are processed in one batch, failed ones one by one. */
  readonly which: "fresh" | "retried";
  /** Shopify's webhooks or the email provider's. */
  readonly from: "shopify" | "provider";
}

/** Claims the oldest due entries. Two claimers never get the same entry (`skip locked`). */
export async function claimInboxEntries(
  tx: Tx,
  shopId: ShopId,
  { now, limit, which, from }: ClaimOptions,
): Promise<ClaimedEntry[]> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const rows = await tx.$queryRaw<(ClaimedEntry & { seq: bigint })[]>`
    with due as materialized (
      select webhook_id from inbox_entry
      where shop_id = ${shopId} and state = 'waiting' and next_run_at <= ${now}::timestamptz
        and (lease_until is null or lease_until <= ${now}::timestamptz)
        and (attempts > 0) = ${which === "retried"} and attempts < ${MAX_ATTEMPTS}
        and starts_with(topic, ${EMAIL_TOPIC}) = ${from === "provider"}
      order by seq limit ${limit} for update skip locked)
    update inbox_entry entry set attempts = attempts + 1, lease_until = ${leaseUntil}::timestamptz
    from due where entry.shop_id = ${shopId} and entry.webhook_id = due.webhook_id
    returning seq, entry.webhook_id as "webhookId", topic, triggered_at as "triggeredAt",
      received_at as "receivedAt", sealed_body as "sealedBody", attempts`;
  return rows.sort((a, b) => (a.seq < b.seq ? -1 : 1));
}

export interface Settled {
  readonly webhookId: string;
  readonly attempts: number;
  readonly state: Extract<InboxState, "done" | "refused">;
  readonly reason: string | null;
  /** Whether to purge the body at once; else it is kept for some days for replays. */
  readonly purgeBody: boolean;
}

/** Stores the outcome of claimed entries. */
export async function settleInboxEntries(
  tx: Tx,
  shopId: ShopId,
  settled: readonly Settled[],
): Promise<void> {
  const rows = settled.map((it) => ({
    webhook_id: it.webhookId,
    attempts: it.attempts,
    state: it.state,
    reason: it.reason,
    purge_body: it.purgeBody,
  }));
  await tx.$executeRaw`
    update inbox_entry set state = settled.state, reason = settled.reason, lease_until = null,
      sealed_body = case when settled.purge_body then null else sealed_body end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as settled (webhook_id text, attempts int, state text, reason text, purge_body boolean)
    where inbox_entry.shop_id = ${shopId} and inbox_entry.webhook_id = settled.webhook_id
      and inbox_entry.attempts = settled.attempts and inbox_entry.state = 'waiting'`;
}

/** Deletes a claimed entry. */
export async function dropInboxEntry(
  tx: Tx,
  shopId: ShopId,
  { webhookId, attempts }: Pick<ClaimedEntry, "webhookId" | "attempts">,
): Promise<void> {
  await tx.inboxEntry.deleteMany({ where: { shopId, webhookId, attempts, state: "waiting" } });
}

/** Releases a failed entry for a retry, or dead-letters it after the last attempt. */
export async function releaseInboxEntry(
  tx: Tx,
  shopId: ShopId,
  {
    webhookId,
    attempts,
    reason,
    counts = true,
    now,
  }: {
    webhookId: string;
    attempts: number;
    /** Never contains text from the body. */
    reason: string;
    /** false: the attempt does not count. */
    counts?: boolean;
    now: Date;
  },
): Promise<void> {
  const isLast = counts && attempts >= MAX_ATTEMPTS;
  const backoffMs = FIRST_BACKOFF_MS * 2 ** (attempts - 1);
  await tx.inboxEntry.updateMany({
    where: { shopId, webhookId, attempts, state: "waiting" },
    data: {
      state: isLast ? "dead" : "waiting",
      ...(!counts && { attempts: attempts - 1 }),
      reason,
      leaseUntil: null,
      nextRunAt: new Date(now.getTime() + backoffMs),
    },
  });
}

/** Dead-letters entries whose last attempt never settled, for example after a crash. */
export async function deadLetterLostInboxEntries(
  tx: Tx,
  shopId: ShopId,
  now: Date,
): Promise<number> {
  const { count } = await tx.inboxEntry.updateMany({
    where: {
      shopId,
      state: "waiting",
      attempts: { gte: MAX_ATTEMPTS },
      leaseUntil: { lte: now },
    },
    data: { state: "dead", reason: `given up after ${MAX_ATTEMPTS} tries that did not end` },
  });
  return count;
}
