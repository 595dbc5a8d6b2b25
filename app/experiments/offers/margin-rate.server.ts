import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { LINE_LIST, lineCostSql } from "~/profiles/line-value-sql.server";
import { isSaleSql } from "~/profiles/order-standing-sql.server";
import { loadOfferSettings } from "./load-offer-settings.server";

/** A margin below this share of the list price counts as it: a shop that loses on each order has wrong costs. */
const MIN_RATE = 0.01;

/**
 * What remains of the list price of the shop's orders after the cost of their goods, as a share in (0, 1]: by Shopify's
 * unit costs where they are known, by the merchant's rate for the other products and without orders.
 */
export async function measureMarginRate(
  db: Db,
  shopId: ShopId,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<number> {
  const { marginPercent } = await loadOfferSettings(db, shopId);
  const marginRate = marginPercent / 100;
  const [row] = await db.$queryRaw<{ costRate: number | null }[]>`
    select (sum(${lineCostSql(marginRate)}) / nullif(sum(${LINE_LIST}), 0))::float8 as "costRate"
    from "order"
    join order_line on order_line.shop_id = ${shopId} and order_line.order_id = "order".order_id
    left join variant on variant.shop_id = ${shopId} and variant.variant_id = order_line.variant_id
    where "order".shop_id = ${shopId} and ${isSaleSql()}
      and "order".placed_at > ${since}::timestamptz and "order".placed_at <= ${now}::timestamptz
      and "order".currency = (select currency from shop where shop_id = ${shopId})`;
  const costRate = row?.costRate ?? null;
  return Math.max(MIN_RATE, costRate === null ? marginRate : 1 - costRate);
}
