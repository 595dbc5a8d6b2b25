import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

export interface RevenueSummary {
  /** Net of refunds, oldest day first, without gaps. */
  readonly days: readonly { readonly day: string; readonly netMinor: number }[];
  readonly netMinor: number;
  readonly refundedMinor: number;
  readonly orders: number;
  /** The preceding period of the same length, for comparison. */
  readonly before: {
    readonly netMinor: number;
    readonly orders: number;
    /** Whether emails were sent throughout that period: otherwise a change only shows when sending began. */
    readonly isComparable: boolean;
  };
}

interface Period {
  readonly days: number;
  readonly timeZone: string;
  /** Orders in other currencies are excluded. */
  readonly currency: string;
  readonly now: Date;
}

interface DayRow {
  readonly day: string;
  readonly orders: number;
  readonly gross: bigint;
  readonly refunded: bigint;
}

/**
 * Attributed revenue per day for the last days, today included, in the shop's time zone, and for the
 * preceding period. Served by (shopId, orderedAt).
 */
export async function sumCreditedRevenue(
  db: Db,
  shopId: ShopId,
  { days, timeZone, currency, now }: Period,
): Promise<RevenueSummary> {
  const rows = await db.$queryRaw<DayRow[]>`
    with today as (select (${now}::timestamptz at time zone ${timeZone})::date as day),
    credited as (
      select (ordered_at at time zone ${timeZone})::date as day, count(*) as orders,
        sum(gross_minor) as gross, sum(refunded_minor) as refunded
      from attribution
      where shop_id = ${shopId} and currency = ${currency}
        and ordered_at >= (select day - ${2 * days - 1}::int from today)::timestamp at time zone ${timeZone}
        and ordered_at < (select day + 1 from today)::timestamp at time zone ${timeZone}
      group by 1)
    select to_char(calendar.day, 'YYYY-MM-DD') as day, coalesce(orders, 0)::int as orders,
      coalesce(gross, 0)::bigint as gross, coalesce(refunded, 0)::bigint as refunded
    from today
    cross join generate_series(0, ${2 * days - 1}::int) as back
    cross join lateral (select today.day - back as day) as calendar
    left join credited on credited.day = calendar.day
    order by calendar.day`;
  const [sent] = await db.$queryRaw<{ first: boolean; between: boolean }[]>`
    with today as (select (${now}::timestamptz at time zone ${timeZone})::date as day)
    select coalesce(bool_or(email_count.day <= today.day - ${2 * days - 1}::int), false) as first,
      coalesce(bool_or(email_count.day > today.day - ${2 * days - 1}::int), false) as between
    from email_count cross join today
    where shop_id = ${shopId} and sent > 0 and email_count.day <= today.day - ${days}::int`;
  const before = rows.slice(0, days);
  const shown = rows.slice(days);
  return {
    days: shown.map((row) => ({ day: row.day, netMinor: sumNet([row]) })),
    netMinor: sumNet(shown),
    refundedMinor: shown.reduce((sum, { refunded }) => sum + Number(refunded), 0),
    orders: sumOrders(shown),
    before: {
      netMinor: sumNet(before),
      orders: sumOrders(before),
      isComparable: sent !== undefined && sent.first && sent.between,
    },
  };
}

function sumNet(rows: readonly DayRow[]): number {
  return rows.reduce((sum, { gross, refunded }) => sum + Number(gross - refunded), 0);
}

function sumOrders(rows: readonly DayRow[]): number {
  return rows.reduce((sum, { orders }) => sum + orders, 0);
}
