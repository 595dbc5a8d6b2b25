import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { keptShareSql, LINE_LIST, lineCostSql } from "~/profiles/line-value-sql.server";
import { isSaleSql } from "~/profiles/order-standing-sql.server";
import { loadOfferSettings } from "./load-offer-settings.server";
import type { OfferRecipient } from "./offer-recipient";

/** Days before an email in which orders describe its recipient, and after it in which they are its outcome. */
const BEFORE_DAYS = 365;
export const OFFER_OUTCOME_DAYS = 30;
/** An order that is cheaper than this share of its list price was discounted. */
const DISCOUNTED_BELOW = 0.97;

/** Orders of one person around an instant. */
interface OrdersAround extends Omit<OfferRecipient, "group"> {
  readonly key: string;
  readonly ordersAfter: number;
  readonly listAfterMinor: number;
  readonly netAfterMinor: number;
  /** What the goods of these orders cost the merchant. */
  readonly costAfterMinor: number;
}

/**
 * Sums the orders of people before an instant and in the 30 days after it.
 *
 * @param asked `at` in ISO 8601
 */
export async function sumOrdersAround(
  db: Db,
  shopId: ShopId,
  asked: readonly { readonly key: string; readonly profileId: ProfileId; readonly at: string }[],
): Promise<Map<string, OrdersAround>> {
  if (asked.length === 0) return new Map();
  const { marginPercent } = await loadOfferSettings(db, shopId);
  const rows = await db.$queryRaw<OrdersAround[]>`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (
        "key" text, "profileId" text, "at" timestamptz)),
    sale as (
      select asked."key", asked."at", "order".placed_at,
        "order".placed_at <= asked."at" as is_before,
        price.net * kept.share as net, price.list * kept.share as list,
        price.cost * kept.share as cost
      from asked
      join "order" on "order".shop_id = ${shopId} and "order".profile_id = asked."profileId"
        and "order".placed_at > asked."at" - make_interval(days => ${BEFORE_DAYS}::int)
        and "order".placed_at <= asked."at" + make_interval(days => ${OFFER_OUTCOME_DAYS}::int)
        and ${isSaleSql()}
        and "order".currency = (select currency from shop where shop_id = ${shopId})
      cross join lateral (
        select coalesce(sum(order_line.net_minor), 0)::float8 as net,
          coalesce(sum(${LINE_LIST}), 0)::float8 as list,
          coalesce(sum(${lineCostSql(marginPercent / 100)}), 0)::float8 as cost
        from order_line left join variant
          on variant.shop_id = ${shopId} and variant.variant_id = order_line.variant_id
        where order_line.shop_id = ${shopId} and order_line.order_id = "order".order_id) price
      cross join lateral (select ${keptShareSql()} as share) kept)
    select asked."key",
      count(*) filter (where is_before)::int as orders,
      (extract(epoch from min(asked."at" - sale.placed_at) filter (where is_before)) / 86400)::float8 as "daysSinceOrder",
      count(*) filter (where is_before and net < ${DISCOUNTED_BELOW} * list)::int as "discountedOrders",
      coalesce(sum(list) filter (where is_before), 0)::float8 as "listMinor",
      count(*) filter (where not is_before)::int as "ordersAfter",
      coalesce(sum(list) filter (where not is_before), 0)::float8 as "listAfterMinor",
      coalesce(sum(net) filter (where not is_before), 0)::float8 as "netAfterMinor",
      coalesce(sum(cost) filter (where not is_before), 0)::float8 as "costAfterMinor"
    from asked join sale using ("key")
    group by 1`;
  return new Map(rows.map((row) => [row.key, row]));
}

/** Someone without any order. */
export const NO_ORDERS: Omit<OrdersAround, "key"> = {
  ...{ orders: 0, daysSinceOrder: null, discountedOrders: 0, listMinor: 0 },
  ...{ ordersAfter: 0, listAfterMinor: 0, netAfterMinor: 0, costAfterMinor: 0 },
};
