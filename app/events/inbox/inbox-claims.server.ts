import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { MAIL_TOPIC } from "./mail-topic";

/** A webhook taken from the inbox for the length of a lease. */
export interface ClaimedEntry {
  readonly webhookId: string;
  readonly topic: string;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly sealedBody: Uint8Array | null;
  /** Counts this try. It fences: a claim that was overtaken settles nothing. */
  readonly attempts: number;
}

/** After so many tries an entry is dead: it stays, with its reason, and is left alone. */
const MAX_ATTEMPTS = 8;
const LEASE_MS = 60_000;
const FIRST_BACKOFF_MS = 15_000;

export interface ClaimOptions {
  readonly now: Date;
  readonly limit: number;
  /** Fresh entries are worked together, those that failed before one by one. */
  readonly which: "fresh" | "retried";
  /** Whose entries: Shopify's webhooks, or what the mail provider told. */
  readonly from: "shopify" | "provider";
}

/** Takes the oldest due entries. Two claimers never get the same one (`skip locked`). */
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
        and starts_with(topic, ${MAIL_TOPIC}) = ${from === "provider"}
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
  readonly state: "done" | "refused";
  readonly reason: string | null;
  /** Whether the body goes at once; else it is kept for some days, to be played again. */
  readonly forgetBody: boolean;
}

/** Writes what became of claimed entries. */
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
    forget: it.forgetBody,
  }));
  await tx.$executeRaw`
    update inbox_entry set state = settled.state, reason = settled.reason, lease_until = null,
      sealed_body = case when settled.forget then null else sealed_body end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as settled (webhook_id text, attempts int, state text, reason text, forget boolean)
    where inbox_entry.shop_id = ${shopId} and inbox_entry.webhook_id = settled.webhook_id
      and inbox_entry.attempts = settled.attempts and inbox_entry.state = 'waiting'`;
}

/** Removes a claimed entry, of which nothing is to be kept. */
export async function dropInboxEntry(
  tx: Tx,
  shopId: ShopId,
  { webhookId, attempts }: Pick<ClaimedEntry, "webhookId" | "attempts">,
): Promise<void> {
  await tx.inboxEntry.deleteMany({ where: { shopId, webhookId, attempts, state: "waiting" } });
}

/** Gives a failed entry back, to be tried again later, or leaves it dead after the last try. */
export async function giveBackInboxEntry(
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
    /** Never text from the body. */
    reason: string;
    /** false: the try is not counted. */
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

/** Marks entries dead whose last try ended without a word, such as with the process. */
export async function buryLostInboxEntries(tx: Tx, shopId: ShopId, now: Date): Promise<number> {
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
