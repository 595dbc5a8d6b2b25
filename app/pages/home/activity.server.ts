import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { findFlowExtremes, type FlowExtremes } from "./flow-extremes.server";

/** Counts for today and the last 7 and 30 days, today included, in the shop's time zone. */
interface Counts {
  readonly today: number;
  readonly week: number;
  /** The 7 days before, up to the time of day it is now, so that both are comparable. */
  readonly weekBefore: number;
  readonly month: number;
}

export interface ActivitySummary {
  readonly sent: Counts;
  /** Human clicks. */
  readonly clicks: Counts;
  readonly creditedOrders: Counts;
  /** Of at least two flows with enough emails in 30 days; null with fewer. */
  readonly flows: FlowExtremes | null;
  readonly notSentToday: {
    /** In a holdout. */
    readonly withheld: number;
    /** Most frequent reason first. */
    readonly skipped: readonly { readonly reason: string; readonly count: number }[];
  };
}

interface Calendar {
  readonly timeZone: string;
  readonly now: Date;
}

/** Start of each period in the shop's time zone, and the end of the week before. */
type Starts = Readonly<Record<keyof Counts | "weekBeforeEnd", Date>>;

/** Recent activity of a shop's emails. Each count reads one index from the start of its longest period. */
export async function countActivity(
  db: Db,
  shopId: ShopId,
  calendar: Calendar,
): Promise<ActivitySummary> {
  const starts = await findStarts(db, calendar);
  const [sent, clicks, creditedOrders, notSentToday, flows] = await Promise.all([
    countSent(db, shopId, starts),
    countClicks(db, shopId, starts),
    countCreditedOrders(db, shopId, starts),
    countNotSent(db, shopId, starts.today),
    findFlowExtremes(db, shopId, starts.month),
  ]);
  return { sent, clicks, creditedOrders, notSentToday, flows };
}

async function findStarts(db: Db, { timeZone, now }: Calendar): Promise<Starts> {
  // Subtract days before applying the time zone: a day has 23 or 25 hours when clocks change.
  const [row] = await db.$queryRaw<[Starts]>`
    select day at time zone ${timeZone} as today,
      (day - interval '6 days') at time zone ${timeZone} as week,
      (day - interval '13 days') at time zone ${timeZone} as "weekBefore",
      (${now}::timestamptz at time zone ${timeZone} - interval '7 days') at time zone ${timeZone}
        as "weekBeforeEnd",
      (day - interval '29 days') at time zone ${timeZone} as month
    from date_trunc('day', ${now}::timestamptz at time zone ${timeZone}) as day`;
  return row;
}

/** The counts of rows by their time since the start of the month. */
const countsSql = (
  at: Prisma.Sql,
  { today, week, weekBefore, weekBeforeEnd }: Starts,
) => Prisma.sql`
  count(*) filter (where ${at} >= ${today})::int as today,
  count(*) filter (where ${at} >= ${week})::int as week,
  count(*) filter (where ${at} >= ${weekBefore} and ${at} < ${weekBeforeEnd})::int as "weekBefore",
  count(*)::int as month`;

async function countSent(db: Db, shopId: ShopId, starts: Starts): Promise<Counts> {
  const [row] = await db.$queryRaw<[Counts]>`
    select ${countsSql(Prisma.sql`sent_at`, starts)}
    from message_outcome where shop_id = ${shopId} and sent_at >= ${starts.month}`;
  return row;
}

async function countClicks(db: Db, shopId: ShopId, starts: Starts): Promise<Counts> {
  const [row] = await db.$queryRaw<[Counts]>`
    select ${countsSql(Prisma.sql`occurred_at`, starts)}
    from event
    where shop_id = ${shopId} and kind = 'email_clicked' and occurred_at >= ${starts.month}
      and payload->>'classification' = 'human'`;
  return row;
}

async function countCreditedOrders(db: Db, shopId: ShopId, starts: Starts): Promise<Counts> {
  const [row] = await db.$queryRaw<[Counts]>`
    select ${countsSql(Prisma.sql`ordered_at`, starts)}
    from attribution where shop_id = ${shopId} and ordered_at >= ${starts.month}`;
  return row;
}

/** Messages planned since a time and not sent. */
async function countNotSent(
  db: Db,
  shopId: ShopId,
  since: Date,
): Promise<ActivitySummary["notSentToday"]> {
  const rows = await db.messageStatus.groupBy({
    by: ["state", "reason"],
    where: {
      shopId,
      plannedAt: { gte: since },
      state: { in: ["skipped", "failed", "unknown", "withheld"] },
    },
    _count: { _all: true },
  });
  const isWithheld = ({ state }: { state: string }) => state === "withheld";
  return {
    withheld: rows.filter(isWithheld).reduce((sum, { _count }) => sum + _count._all, 0),
    skipped: rows
      .filter((row) => !isWithheld(row))
      .map(({ state, reason, _count }) => ({ reason: reason ?? state, count: _count._all }))
      .sort((a, b) => b.count - a.count),
  };
}
