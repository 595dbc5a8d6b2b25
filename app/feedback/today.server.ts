import type { Db } from "~/db.server";
import { EVENT_KINDS, PIXEL_KINDS } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";

export interface TodaySummary {
  readonly events: number;
  readonly enrollments: number;
  readonly sent: number;
  /** Planned today, and left alone to measure. */
  readonly withheld: number;
  /** By people. */
  readonly clicks: number;
  readonly creditedOrders: number;
  /** Planned today, and not sent; the most frequent reason first. */
  readonly skipped: readonly { readonly reason: string; readonly count: number }[];
}

/** When the day began on the shop's clocks. */
export async function startOfDay(db: Db, timeZone: string, now: Date): Promise<Date> {
  const [row] = await db.$queryRaw<[{ start: Date }]>`
    select date_trunc('day', ${now}::timestamptz at time zone ${timeZone})
      at time zone ${timeZone} as start`;
  return row.start;
}

/** What pixels tell is no event of the store, and too much to count at each look. */
const COUNTED_KINDS = EVENT_KINDS.filter((kind) => !PIXEL_KINDS.some((told) => told === kind));

/** What a shop's pipeline did since an instant. */
export async function countToday(db: Db, shopId: ShopId, since: Date): Promise<TodaySummary> {
  const [events, enrollments, unsent, creditedOrders] = await Promise.all([
    // Every kind is named, so that the index by kind and time serves.
    db.$queryRaw<{ kind: string; class: string | null; count: number }[]>`
      select kind, payload->>'class' as class, count(*)::int as count
      from event
      where shop_id = ${shopId} and kind = any(${COUNTED_KINDS}) and occurred_at >= ${since}
      group by 1, 2`,
    db.enrollment.count({
      where: { shopId, state: { not: "waiting" }, enrolledAt: { gte: since } },
    }),
    db.message.groupBy({
      by: ["state", "reason"],
      where: {
        shopId,
        plannedAt: { gte: since },
        state: { in: ["skipped", "failed", "unknown", "withheld"] },
      },
      _count: { _all: true },
    }),
    db.attribution.count({ where: { shopId, orderedAt: { gte: since } } }),
  ]);
  const count = <Row>(rows: readonly Row[], countOf: (row: Row) => number) =>
    rows.reduce((sum, row) => sum + countOf(row), 0);
  const skipped = unsent.filter(({ state }) => state !== "withheld");
  return {
    events: count(events, (row) => row.count),
    enrollments,
    sent: count(events, (row) => (row.kind === "mail_sent" ? row.count : 0)),
    clicks: count(events, (row) =>
      row.kind === "mail_clicked" && row.class === "human" ? row.count : 0,
    ),
    creditedOrders,
    withheld: count(unsent, (row) => (row.state === "withheld" ? row._count._all : 0)),
    skipped: skipped
      .map(({ state, reason, _count }) => ({ reason: reason ?? state, count: _count._all }))
      .sort((a, b) => b.count - a.count),
  };
}
