import { suggestHour } from "~/campaigns/suggested-hour";
import type { Db } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import type { ShopId } from "~/lib/shop-id";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

const DAY_MS = 86_400_000;
/** A year has all seasons; the newest orders suffice. */
const COUNTED_DAYS = 365;
const MAX_ORDERS = 5_000;

/** A time for campaigns, and the orders that it goes by. */
export interface SuggestedTime {
  /** "HH:00" in the shop's time zone. */
  readonly time: string;
  readonly orders: number;
}

/**
 * The time at which customers usually order in the online store, from the newest orders of a year that no email led to.
 *
 * @returns null if they are too few
 */
export async function suggestSendTime(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<SuggestedTime | null> {
  const since = new Date(now.getTime() - COUNTED_DAYS * DAY_MS);
  const [rows, settings] = await Promise.all([
    db.$queryRaw<{ hour: number; orders: number }[]>`
      select extract(hour from placed_at at time zone shop.time_zone)::int as hour, count(*)::int as orders
      from (
        select placed_at from "order"
        where shop_id = ${shopId} and placed_at > ${since} and placed_at <= ${now} and ${isSaleSql()}
          and (source_name is null or source_name = 'web')
          and not exists (
            select 1 from attribution
            where attribution.shop_id = ${shopId} and attribution.order_id = "order".order_id)
        order by placed_at desc limit ${MAX_ORDERS}::int) placed
      join shop on shop.shop_id = ${shopId}
      group by 1`,
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
  ]);
  const byHour = new Float64Array(24);
  for (const { hour, orders } of rows) byHour[hour] = orders;
  const hour = suggestHour(byHour, SendingSettings.parse(settings?.sending ?? {}).quietHours);
  if (hour === null) return null;
  const orders = byHour.reduce((sum, it) => sum + it, 0);
  return { time: `${String(hour).padStart(2, "0")}:00`, orders };
}
