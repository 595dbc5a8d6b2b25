import type { CommonDeps } from "~/deps";
import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { dayIn } from "~/lib/calendar-day";
import type { ShopId } from "~/lib/shop-id";
import { deleteOldActivity } from "./delete-activity.server";
import { deleteOldEmails } from "./delete-emails.server";
import { findOldest } from "./old-history.server";
import { endOfRetention, FINAL_DAYS, nextRetentionRun, startOfHistory } from "./retention-period";
import {
  findRetention,
  finishRun,
  selectShopsDueForRetention,
  setUpRetention,
  startRun,
  tryLockRetention,
  type Retention,
  nextRetentionTimes,
} from "./retention-store.server";

type Deps = CommonDeps<"db" | "now">;

const DAY_MS = 86_400_000;
/** Messages of a slice, or events: short enough for a transaction of some tenths of a second. */
const SLICE_MESSAGES = 200;
const SLICE_EVENTS = 1_000;
/** Slices before other shops have their turn. */
const MAX_SLICES = 10;
/** How long a shop without current numbers waits. */
const RETRY_MS = 3_600_000;
/** A shop without history is looked at again after this time. */
const EMPTY_MS = 28 * DAY_MS;

/**
 * Deletes emails and events that are older than the merchant keeps history, in small transactions. An interrupted run
 * continues at its position. The numbers of reports and lift become final before the emails that they count are deleted.
 */
export const deleteHistoryJob = defineJob<Deps>({
  name: "feedback.delete-history",
  selectDueShops: selectShopsDueForRetention,
  nextDueTimes: nextRetentionTimes,
  isLeftToSweep: true,

  async run(shopId, { db, now }, signal) {
    const at = now();
    const retention = await findRetention(db, shopId);
    if (!retention) {
      await setUpRetention(db, shopId, at);
      return { more: false };
    }
    if (retention.nextRunAt === null || retention.nextRunAt > at) return { more: false };
    const bounds = await prepareRun(db, shopId, retention, at);
    if (!bounds) return { more: false };
    for (let slice = 0; slice < MAX_SLICES && !signal.aborted; slice++) {
      if (!(await deleteSlice(db, shopId, bounds))) {
        await endRun(db, shopId, at);
        return { more: false };
      }
    }
    return { more: true };
  },
});

interface Bounds {
  /** What is older is deleted. */
  readonly before: Date;
  /** Numbers of emails sent before are final. */
  readonly finalBefore: Date;
}

/** @returns null: nothing is old enough, or the numbers are not final yet */
async function prepareRun(
  db: PrismaClient,
  shopId: ShopId,
  { months, position, startedAt }: Retention,
  now: Date,
): Promise<Bounds | null> {
  if (months === null) {
    await postpone(db, shopId, null);
    return null;
  }
  const start = startOfHistory(now, months);
  const oldest = await findOldest(db, shopId, position);
  // A day more, because the numbers are final by whole days.
  if (startedAt === null && (oldest === null || oldest.getTime() >= start.getTime() - DAY_MS)) {
    await postpone(db, shopId, nextDueAt(shopId, oldest, months, now));
    return null;
  }
  const { timeZone } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true },
  });
  const day = dayIn(new Date(start.getTime() + FINAL_DAYS * DAY_MS), timeZone);
  return db.$transaction(async (tx) => {
    if (!(await areNumbersCurrent(tx, shopId, day))) {
      await postpone(tx, shopId, new Date(now.getTime() + RETRY_MS));
      return null;
    }
    const finalBefore = await startRun(tx, shopId, day, now);
    const before = new Date(finalBefore.getTime() - FINAL_DAYS * DAY_MS);
    return { before: before < start ? before : start, finalBefore };
  });
}

/** Whether every email sent before a day is counted, in reports and in lift. */
async function areNumbersCurrent(db: Db, shopId: ShopId, day: string): Promise<boolean> {
  const [row] = await db.$queryRaw<[{ isCurrent: boolean }]>`
    select exists (
        select 1 from lift_count
        where shop_id = ${shopId} and counted_at > ${day}::date + ${FINAL_DAYS}::int)
      and not exists (
        select 1 from report_rollup_queue where shop_id = ${shopId} and day < ${day}::date)
      as "isCurrent"`;
  return row.isCurrent;
}

/** @returns whether more may be old */
function deleteSlice(
  db: PrismaClient,
  shopId: ShopId,
  { before, finalBefore }: Bounds,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    if (!(await tryLockRetention(tx, shopId))) return true;
    const retention = await findRetention(tx, shopId);
    if (!retention) return false;
    const after = retention.position;
    const emails = await deleteOldEmails(
      tx,
      shopId,
      { after, before, finalBefore },
      SLICE_MESSAGES,
    );
    const events = emails.more ? 0 : await deleteOldActivity(tx, shopId, before, SLICE_EVENTS);
    await tx.historyRetention.update({
      where: { shopId },
      data: {
        doneTo: emails.position.at,
        doneMessageId: emails.position.messageId,
        emailCount: { increment: emails.emailCount },
        eventCount: { increment: emails.eventCount + events },
      },
    });
    return emails.more || events === SLICE_EVENTS;
  });
}

async function endRun(db: PrismaClient, shopId: ShopId, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!(await tryLockRetention(tx, shopId))) return;
    const retention = await findRetention(tx, shopId);
    if (!retention?.startedAt) return;
    const { months, position } = retention;
    await finishRun(tx, shopId, retention, now);
    const oldest = await findOldest(tx, shopId, position);
    await postpone(tx, shopId, months === null ? null : nextDueAt(shopId, oldest, months, now));
  });
}

/** The first run at which something is old enough, from tomorrow on. */
function nextDueAt(shopId: ShopId, oldest: Date | null, months: number, now: Date): Date {
  const due = oldest
    ? endOfRetention(new Date(oldest.getTime() + DAY_MS), months)
    : new Date(now.getTime() + EMPTY_MS);
  return nextRetentionRun(shopId, due > now ? due : now);
}

async function postpone(db: Db, shopId: ShopId, nextRunAt: Date | null): Promise<void> {
  await db.historyRetention.update({ where: { shopId }, data: { nextRunAt } });
}
