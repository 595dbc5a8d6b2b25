import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

export interface RevenueSummary {
  /** Net of refunds, oldest day first, every day of the period present. */
  readonly days: readonly { readonly day: string; readonly netMinor: number }[];
  readonly netMinor: number;
  readonly refundedMinor: number;
  readonly orders: number;
}

interface Period {
  readonly days: number;
  readonly timeZone: string;
  /** Orders in other currencies are left out: they cannot be added up. */
  readonly currency: string;
  readonly now: Date;
}

/** What was credited to mails on each of the last days, today included, on the shop's calendar. */
export async function sumCreditedRevenue(
  db: Db,
  shopId: ShopId,
  { days, timeZone, currency, now }: Period,
): Promise<RevenueSummary> {
  const rows = await db.$queryRaw<
    { day: string; orders: number; gross: bigint; refunded: bigint }[]
  >`
    with today as (select (${now}::timestamptz at time zone ${timeZone})::date as day)
    select to_char(calendar.day, 'YYYY-MM-DD') as day,
      count(credit.order_id)::int as orders,
      coalesce(sum(credit.gross_minor), 0)::bigint as gross,
      coalesce(sum(credit.refunded_minor), 0)::bigint as refunded
    from today
    cross join generate_series(today.day - ${days - 1}::int, today.day, interval '1 day') as calendar (day)
    left join attribution credit on credit.shop_id = ${shopId} and credit.currency = ${currency}
      and credit.ordered_at >= calendar.day::timestamp at time zone ${timeZone}
      and credit.ordered_at < (calendar.day::timestamp + interval '1 day') at time zone ${timeZone}
    group by calendar.day
    order by calendar.day`;
  const byDay = rows.map(({ day, gross, refunded }) => ({
    day,
    netMinor: Number(gross - refunded),
  }));
  return {
    days: byDay,
    netMinor: byDay.reduce((sum, { netMinor }) => sum + netMinor, 0),
    refundedMinor: rows.reduce((sum, { refunded }) => sum + Number(refunded), 0),
    orders: rows.reduce((sum, { orders }) => sum + orders, 0),
  };
}
