import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { keptShareSql, LINE_LIST } from "~/profiles/line-value-sql.server";
import { isSaleSql } from "~/profiles/order-standing-sql.server";
import { DRAWN_DISCOUNT } from "./draw-discounts.server";
import { OFFER_OUTCOME_DAYS } from "./order-history.server";
import type { UnofferedOrders } from "./usual-discount";

/** The shop's orders whose customers had no discount by email in the 30 days before, by month. */
export async function sumUnofferedOrders(
  db: Db,
  shopId: ShopId,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<UnofferedOrders[]> {
  return db.$queryRaw<UnofferedOrders[]>`
    select to_char("order".placed_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as orders,
      sum(price.list * kept.share)::float8 as "listMinor",
      sum(price.net * kept.share)::float8 as "netMinor"
    from "order"
    cross join lateral (
      select coalesce(sum(order_line.net_minor), 0)::float8 as net,
        coalesce(sum(${LINE_LIST}), 0)::float8 as list
      from order_line left join variant
        on variant.shop_id = ${shopId} and variant.variant_id = order_line.variant_id
      where order_line.shop_id = ${shopId} and order_line.order_id = "order".order_id) price
    cross join lateral (select ${keptShareSql()} as share) kept
    where "order".shop_id = ${shopId} and ${isSaleSql()}
      and "order".placed_at > ${since}::timestamptz and "order".placed_at <= ${now}::timestamptz
      and "order".currency = (select currency from shop where shop_id = ${shopId})
      and not exists (
        select from message_status message
        left join message_variant depth on depth.shop_id = message.shop_id
          and depth.message_id = message.message_id and depth.kind = ${DRAWN_DISCOUNT}
        where message.shop_id = ${shopId} and message.profile_id = "order".profile_id
          and message.sent_at <= "order".placed_at
          and message.sent_at > "order".placed_at - make_interval(days => ${OFFER_OUTCOME_DAYS}::int)
          and message.intent->'coupon'->>'percentOff' is not null and depth.variant is distinct from '0')
    group by 1`;
}
