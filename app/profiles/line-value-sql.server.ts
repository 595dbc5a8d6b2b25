import { Prisma } from "~/generated/prisma/client";

/*
 * What a line of an order is worth, in minor units, as SQL over `order_line` and its `variant` (left join). The list price and
 * the cost are those of the variant today: both change, but not with what a customer was sent, so comparisons stay valid.
 */

/** A line at list price: at least what was paid. */
export const LINE_LIST = Prisma.sql`greatest(order_line.net_minor,
  order_line.quantity * coalesce(variant.price_minor, 0))::float8`;

/**
 * What the goods of a line cost: Shopify's unit cost where it is known, otherwise what the merchant's margin leaves of the
 * list price.
 *
 * @param marginRate the merchant's, as a share of the list price
 */
export const lineCostSql = (marginRate: number): Prisma.Sql => Prisma.sql`coalesce(
  order_line.quantity * variant.cost_minor, (1 - ${marginRate}::float8) * ${LINE_LIST})::float8`;

/** The share of an order that was not refunded. @param order the alias of the table */
export function keptShareSql(order = '"order"'): Prisma.Sql {
  const it = Prisma.raw(order);
  return Prisma.sql`case when ${it}.total_minor > 0
    then greatest(0, 1 - ${it}.refunded_minor::float8 / ${it}.total_minor) else 0 end`;
}

/**
 * What an order left after refunds and the cost of its goods.
 *
 * @param marginRate the merchant's, where a cost is unknown
 */
export const orderMarginSql = (marginRate: number): Prisma.Sql => Prisma.sql`(
  "order".total_minor - "order".refunded_minor - ${keptShareSql()} * (
    select coalesce(sum(${lineCostSql(marginRate)}), 0)
    from order_line left join variant
      on variant.shop_id = order_line.shop_id and variant.variant_id = order_line.variant_id
    where order_line.shop_id = "order".shop_id and order_line.order_id = "order".order_id))`;
