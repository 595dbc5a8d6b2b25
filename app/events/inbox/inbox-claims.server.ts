import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import {
  claimDueRows,
  endFailed,
  retryAt,
  selectShopsWithDueRows,
  settleDueRows,
  type Claim,
  nextDueRowTimes,
} from "~/jobs/due-rows.server";
import type { ShopId } from "~/lib/shop-id";
import { EMAIL_TOPIC } from "./email-topic";

/** `dead`: its attempts are used up. */
export type InboxState = "waiting" | "done" | "refused" | "dead";

export const INBOX_ENTRIES = {
  name: "inbox_entry",
  key: { webhookId: "text" },
  states: ["waiting"],
  leaseMs: 60_000,
  retry: { firstMs: 15_000, longestMs: 3_600_000, maxAttempts: 8 },
} as const;

interface ShopFacts {
  readonly currency: string;
  readonly uninstalledAt: Date | null;
  /** Shopify's global id of the shop; null until reported. */
  readonly shopifyGid: string | null;
}

/** An inbox entry claimed for one lease. */
export interface ClaimedEntry extends Claim<"webhookId"> {
  readonly webhookId: string;
  readonly topic: string;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly sealedBody: Uint8Array | null;
  /** `null` before the app is installed. */
  readonly shop: ShopFacts | null;
  /** Whether the shop also has entries that failed before or were lost with their worker. */
  readonly areRetriesWaiting: boolean;
}

/** Shopify's webhooks or the email provider's. */
type InboxSource = "shopify" | "provider";

const isFrom = (from: InboxSource) =>
  Prisma.sql`starts_with(it.topic, ${EMAIL_TOPIC}) = ${from === "provider"}`;

export interface ClaimOptions {
  readonly now: Date;
  readonly limit: number;
  /** Fresh entries are processed in one batch, failed ones one by one. */
  readonly which: "fresh" | "retried";
  readonly from: InboxSource;
}

/** Claims due entries in the order of their arrival. */
export async function claimInboxEntries(
  db: Db,
  shopId: ShopId,
  { now, limit, which, from }: ClaimOptions,
): Promise<ClaimedEntry[]> {
  const query = {
    limit,
    and: Prisma.sql`(it.attempts > 0) = ${which === "retried"} and ${isFrom(from)}`,
    orderBy: Prisma.sql`it.seq`,
    // Without a column of `it`, it is answered once; with one, each claimed row would read the whole backlog.
    select: Prisma.sql`it.topic, it.triggered_at as "triggeredAt", it.received_at as "receivedAt",
      it.sealed_body as "sealedBody", exists (
        select 1 from inbox_entry other
        where other.shop_id = ${shopId} and other.state = 'waiting' and other.attempts > 0
          and (other.lease_until is null or other.lease_until <= ${now}::timestamptz)
      ) as "areRetriesWaiting", shop.currency, shop.uninstalled_at as "uninstalledAt",
      shop.shopify_gid as "shopifyGid"`,
    selectJoin: Prisma.sql`left join shop on shop.shop_id = it.shop_id`,
  };
  const rows = await claimDueRows<ClaimedRow>(db, INBOX_ENTRIES, shopId, query, now);
  return rows.map(({ currency, uninstalledAt, shopifyGid, ...entry }) => ({
    ...entry,
    shop: currency === null ? null : { currency, uninstalledAt, shopifyGid },
  }));
}

interface ClaimedRow
  extends Omit<ClaimedEntry, "shop">, Pick<ShopFacts, "uninstalledAt" | "shopifyGid"> {
  readonly currency: string | null;
}

export interface Settled {
  readonly entry: ClaimedEntry;
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
  const ends = settled.map(({ entry, state, reason, purgeBody }) => ({
    row: entry,
    end: { state, nextRunAt: null, lastError: reason },
    with: { purge_body: purgeBody },
  }));
  await settleDueRows(tx, INBOX_ENTRIES, shopId, ends, {
    columns: Prisma.sql`purge_body boolean`,
    set: Prisma.sql`sealed_body = case when purge_body then null else it.sealed_body end`,
  });
}

/** Deletes a claimed entry. */
export async function dropInboxEntry(
  tx: Tx,
  shopId: ShopId,
  { webhookId, attempts, leaseUntil }: ClaimedEntry,
): Promise<void> {
  const where = { shopId, webhookId, attempts, leaseUntil, state: "waiting" };
  await tx.inboxEntry.deleteMany({ where });
}

/**
 * Releases a failed entry for a retry, or dead-letters it after the last attempt.
 *
 * @param reason never contains text from the body
 * @param counts whether the attempt counts
 */
export async function releaseInboxEntry(
  db: Db,
  shopId: ShopId,
  entry: ClaimedEntry,
  {
    reason,
    counts,
    now,
  }: { readonly reason: string; readonly counts: boolean; readonly now: Date },
): Promise<void> {
  const end = counts
    ? endFailed(INBOX_ENTRIES, entry, reason, now)
    : { nextRunAt: retryAt(INBOX_ENTRIES, entry, now), lastError: reason };
  const uncounted = { set: Prisma.sql`attempts = it.attempts - 1` };
  await settleDueRows(db, INBOX_ENTRIES, shopId, [{ row: entry, end }], counts ? {} : uncounted);
}

/** Shops with due entries. */
export const selectShopsWithDueEntries = (now: Date, from: InboxSource): Prisma.Sql =>
  selectShopsWithDueRows(INBOX_ENTRIES, now, { and: isFrom(from) });

/** When a shop's next entry is due. */
export const nextEntryTimes = (now: Date): readonly Prisma.Sql[] =>
  nextDueRowTimes(INBOX_ENTRIES, now);
