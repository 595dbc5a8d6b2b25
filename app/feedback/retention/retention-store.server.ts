import { nextTimeIn } from "~/jobs/next-due-times.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { MessagePosition } from "./delete-emails.server";
import { nextRetentionRun, RETENTION_MONTHS, type RetentionMonths } from "./retention-period";

const DAY_MS = 86_400_000;
/** Before the first run, so that a merchant sees the setting before anything is deleted. */
const FIRST_RUN_AFTER_MS = 28 * DAY_MS;
const BEGINNING = new Date(0);

/** A shop's retention of history. */
export interface Retention {
  readonly months: RetentionMonths;
  /** Before the first run: the beginning of time. */
  readonly position: MessagePosition;
  readonly countedFrom: Date | null;
  /** Start of the unfinished run. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** What the unfinished or last run deleted. */
  readonly emailCount: number;
  readonly eventCount: number;
  /** Null: never. */
  readonly nextRunAt: Date | null;
}

/** The shop's retention; null: not set up yet, so the default applies. */
export async function findRetention(db: Db, shopId: ShopId): Promise<Retention | null> {
  const row = await db.historyRetention.findUnique({ where: { shopId } });
  if (!row) return null;
  return {
    ...row,
    months: RETENTION_MONTHS.find((it) => it === row.months) ?? null,
    position: { at: row.doneTo ?? BEGINNING, messageId: row.doneMessageId },
  };
}

/** Sets up the default retention. The first run is four weeks later. */
export async function setUpRetention(db: Db, shopId: ShopId, now: Date): Promise<void> {
  const nextRunAt = nextRetentionRun(shopId, new Date(now.getTime() + FIRST_RUN_AFTER_MS));
  await db.historyRetention.createMany({ data: { shopId, nextRunAt }, skipDuplicates: true });
}

/** Locks a shop's retention until `tx` ends. @returns false: another process works on it */
export async function tryLockRetention(tx: Tx, shopId: ShopId): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from history_retention where shop_id = ${shopId} for update skip locked`;
  return rows.length > 0;
}

/** Shops whose retention is not set up, or may have something to delete. */
export function selectShopsDueForRetention(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from shop
    left join history_retention own on own.shop_id = shop.shop_id
    where own.shop_id is null or own.next_run_at <= ${now}::timestamptz`;
}

/** When a shop may have something to delete. */
export const nextRetentionTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("history_retention", "next_run_at", now),
];

/**
 * Starts a run, or continues the unfinished one. From the commit on the numbers of emails sent before a day are final.
 *
 * @param day of the shop, YYYY-MM-DD; an earlier one than before changes nothing
 * @returns the start of the day since which emails are counted
 */
export async function startRun(tx: Tx, shopId: ShopId, day: string, now: Date): Promise<Date> {
  const [row] = await tx.$queryRaw<[{ countedFrom: Date }]>`
    update history_retention it set
      counted_day = greatest(it.counted_day, ${day}::date),
      counted_from = greatest(it.counted_from, ${day}::date::timestamp at time zone shop.time_zone),
      email_count = case when it.started_at is null then 0 else it.email_count end,
      event_count = case when it.started_at is null then 0 else it.event_count end,
      started_at = coalesce(it.started_at, ${now}::timestamptz)
    from shop where shop.shop_id = it.shop_id and it.shop_id = ${shopId}
    returning it.counted_from as "countedFrom"`;
  return row.countedFrom;
}

/** Ends the unfinished run, if there is one, with an entry in the audit trail if it deleted something. */
export async function finishRun(tx: Tx, shopId: ShopId, retention: Retention, now: Date) {
  const { months, startedAt, emailCount, eventCount } = retention;
  if (!startedAt) return;
  await tx.historyRetention.update({
    where: { shopId },
    data: { startedAt: null, endedAt: now },
  });
  if (emailCount + eventCount === 0) return;
  await recordAudit(tx, shopId, {
    auditId: `history-deleted/${startedAt.toISOString()}`,
    at: now,
    actor: "kindred",
    action: "history_deleted",
    detail: { months, emails: emailCount, events: eventCount },
  });
}

/**
 * Sets for how long history is kept, from the first run after a day on: until then nothing is deleted.
 *
 * @returns whether it changed
 */
export async function setRetention(
  tx: Tx,
  shopId: ShopId,
  months: RetentionMonths,
  now: Date,
): Promise<boolean> {
  await setUpRetention(tx, shopId, now);
  const retention = await lockRetention(tx, shopId);
  if (retention.months === months) return false;
  await finishRun(tx, shopId, retention, now);
  const tomorrow = new Date(now.getTime() + DAY_MS);
  await tx.historyRetention.update({
    where: { shopId },
    data: { months, nextRunAt: months === null ? null : nextRetentionRun(shopId, tomorrow) },
  });
  await recordAudit(tx, shopId, {
    at: now,
    actor: "merchant",
    action: "retention_set",
    detail: { months, before: retention.months },
  });
  return true;
}

/** The retention of a shop that has one, locked until `tx` ends. A slice that is being deleted is waited for. */
async function lockRetention(tx: Tx, shopId: ShopId): Promise<Retention> {
  await tx.$queryRaw`select 1 from history_retention where shop_id = ${shopId} for update`;
  const retention = await findRetention(tx, shopId);
  if (!retention) throw new AppError("conflict", "The shop was erased meanwhile");
  return retention;
}
