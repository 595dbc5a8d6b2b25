import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** Counts for today and the last 7 and 30 days, today included, in the shop's time zone. */
interface Counts {
  readonly today: number;
  readonly week: number;
  readonly month: number;
}

export interface ActivitySummary {
  readonly sent: Counts;
  /** Human clicks. */
  readonly clicks: Counts;
  readonly creditedOrders: Counts;
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

/** Start of each period in the shop's time zone. */
type Starts = Readonly<Record<keyof Counts, Date>>;

/** Recent activity of a shop's emails. Each count reads one index from the start of its longest period. */
export async function countActivity(
  db: Db,
  shopId: ShopId,
  calendar: Calendar,
): Promise<ActivitySummary> {
  const starts = await findStarts(db, calendar);
  const [sent, clicks, creditedOrders, notSentToday] = await Promise.all([
    countSent(db, shopId, starts),
    countClicks(db, shopId, starts),
    countCreditedOrders(db, shopId, starts),
    countNotSent(db, shopId, starts.today),
  ]);
  return { sent, clicks, creditedOrders, notSentToday };
}

async function findStarts(db: Db, { timeZone, now }: Calendar): Promise<Starts> {
  // Subtract days before applying the time zone: a day has 23 or 25 hours when clocks change.
  const [row] = await db.$queryRaw<[Starts]>`
    select day at time zone ${timeZone} as today,
      (day - interval '6 days') at time zone ${timeZone} as week,
      (day - interval '29 days') at time zone ${timeZone} as month
    from date_trunc('day', ${now}::timestamptz at time zone ${timeZone}) as day`;
  return row;
}

async function countSent(db: Db, shopId: ShopId, { today, week, month }: Starts): Promise<Counts> {
  const [row] = await db.$queryRaw<[Counts]>`
    select count(*) filter (where sent_at >= ${today})::int as today,
      count(*) filter (where sent_at >= ${week})::int as week, count(*)::int as month
    from message_outcome where shop_id = ${shopId} and sent_at >= ${month}`;
  return row;
}

async function countClicks(
  db: Db,
  shopId: ShopId,
  { today, week, month }: Starts,
): Promise<Counts> {
  const [row] = await db.$queryRaw<[Counts]>`
    select count(*) filter (where occurred_at >= ${today})::int as today,
      count(*) filter (where occurred_at >= ${week})::int as week, count(*)::int as month
    from event
    where shop_id = ${shopId} and kind = 'email_clicked' and occurred_at >= ${month}
      and payload->>'classification' = 'human'`;
  return row;
}

async function countCreditedOrders(
  db: Db,
  shopId: ShopId,
  { today, week, month }: Starts,
): Promise<Counts> {
  const [row] = await db.$queryRaw<[Counts]>`
    select count(*) filter (where ordered_at >= ${today})::int as today,
      count(*) filter (where ordered_at >= ${week})::int as week, count(*)::int as month
    from attribution where shop_id = ${shopId} and ordered_at >= ${month}`;
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
