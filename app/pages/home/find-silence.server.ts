import type { Db } from "~/db.server";
import { findCursor } from "~/events/event-store.server";
import type { ShopId } from "~/lib/shop-id";
import { BASELINE_DAYS, isUnusuallySilent, MIN_SILENCE_MS, type OrderDay } from "./order-silence";

/** A store without orders for unusually long. */
export interface Silence {
  /** ISO 8601 */
  readonly lastOrderAt: string;
  /** Usual orders per week. */
  readonly ordersPerWeek: number;
}

/** Detects that a shop's orders have stopped; null when not, or when unknown. Served by (shopId, placedAt). */
export async function findSilence(
  db: Db,
  shopId: ShopId,
  timeZone: string,
  now: Date,
): Promise<Silence | null> {
  const counted = { shopId, deletedAt: null, test: false };
  const [backfill, last] = await Promise.all([
    db.backfill.findUnique({
      where: { shopId_resource: { shopId, resource: "orders" } },
      select: { state: true },
    }),
    db.order.findFirst({
      where: { ...counted, placedAt: { lte: now } },
      orderBy: { placedAt: "desc" },
      select: { placedAt: true },
    }),
  ]);
  // During the backfill a store seems to have no orders.
  if (backfill?.state !== "done" || last === null) return null;
  const lastOrderAt = last.placedAt;
  if (now.getTime() - lastOrderAt.getTime() < MIN_SILENCE_MS) return null;
  const history = await listDaysBefore(db, shopId, lastOrderAt, timeZone);
  if (!isUnusuallySilent(history, lastOrderAt, now, timeZone)) return null;
  if (await hasWaitingOrder(db, shopId, lastOrderAt)) return null;
  const orders = history.reduce((sum, it) => sum + it.orders, 0);
  return {
    lastOrderAt: lastOrderAt.toISOString(),
    ordersPerWeek: Math.round((7 * orders) / history.length),
  };
}

/** Whether a later order was received and is not a row yet: after a backfill, thousands wait for minutes. */
async function hasWaitingOrder(db: Db, shopId: ShopId, lastOrderAt: Date): Promise<boolean> {
  const after = await findCursor(db, shopId, "profiles");
  const waiting = await db.event.findFirst({
    where: {
      ...{ shopId, kind: "order_placed", occurredAt: { gt: lastOrderAt } },
      seq: { gt: after },
    },
    select: { seq: true },
  });
  return waiting !== null;
}

/** The complete days between the shop's first order and the day of the last one, oldest first. */
function listDaysBefore(
  db: Db,
  shopId: ShopId,
  lastOrderAt: Date,
  timeZone: string,
): Promise<OrderDay[]> {
  return db.$queryRaw<OrderDay[]>`
    with ends as (select (${lastOrderAt}::timestamptz at time zone ${timeZone})::date as day),
    placed as (
      select (placed_at at time zone ${timeZone})::date as day, count(*)::int as orders
      from "order", ends
      where shop_id = ${shopId} and deleted_at is null and not test
        and placed_at >= (ends.day - ${BASELINE_DAYS}::int)::timestamp at time zone ${timeZone}
        and placed_at < ends.day::timestamp at time zone ${timeZone}
      group by 1),
    first as (
      select (min(placed_at) at time zone ${timeZone})::date as day from "order"
      where shop_id = ${shopId} and deleted_at is null and not test)
    select to_char(calendar.day, 'YYYY-MM-DD') as day, coalesce(placed.orders, 0)::int as orders
    from ends
    cross join first
    cross join generate_series(1, ${BASELINE_DAYS}::int) as back
    cross join lateral (select ends.day - back as day) as calendar
    left join placed on placed.day = calendar.day
    where calendar.day >= first.day
    order by calendar.day`;
}
