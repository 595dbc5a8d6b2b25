import { Prisma } from "~/generated/prisma/client";
import type { ProductFilter } from "./condition";
import { EVENT_BY_BEHAVIOR } from "./behavior-events";
import { isExistenceCheck, type BehaviorSet } from "./behavior-set";
import type { AsOf } from "./to-sql.server";
import { boundsOf, wholeDaysBetween, type Bounds } from "./window";
import { isKeptSaleSql } from "~/profiles/order-standing-sql.server";

/**
 * Behavior rows: the customer and `times` (a 32-bit number). The customer is a `customer_id` for
 * event behaviors, else a `profile_id`. A customer may have several rows.
 */
export function behaviorRowsSql(set: BehaviorSet, { shopId, now }: AsOf): Prisma.Sql {
  const { behavior, window, products, query } = set;
  const bounds = boundsOf(window, now);
  switch (behavior) {
    case "ordered":
      return Prisma.sql`
        select profile_id, 1 as times from "order" placed
        where shop_id = ${shopId} and profile_id is not null and ${isKeptSaleSql("placed")}
          and ${isWithinSql(Prisma.sql`placed_at`, bounds)} and ${orderHasProductSql(products, shopId)}`;
    case "visited":
      return Prisma.sql`
        select profile_id, 1 as times from visit
        where shop_id = ${shopId} and ${isWithinSql(Prisma.sql`started_at`, bounds)}`;
    case "viewed_product":
    case "added_to_cart": {
      const counted = Prisma.raw(behavior === "added_to_cart" ? "added" : "views");
      // In the select list instead of a lateral query, which would not run in parallel.
      return Prisma.sql`
        select profile_id, (seen->>'${counted}')::int as times
        from (
          select profile_id, jsonb_array_elements(viewed) as seen from visit
          where shop_id = ${shopId} and ${isWithinSql(Prisma.sql`started_at`, bounds)}) as seen_then
        where ${productMatchesSql(Prisma.sql`seen->>'productId'`, products, shopId)}`;
    }
    case "searched":
      return Prisma.sql`
        select profile_id, 1 as times from visit cross join lateral unnest(searches) as said
        where shop_id = ${shopId} and ${isWithinSql(Prisma.sql`started_at`, bounds)}
          and ${query === undefined ? TRUE : Prisma.sql`position(${query}::text in said) > 0`}`;
    case "clicked_email":
      return Prisma.sql`
        select customer_id, 1 as times from event
        where shop_id = ${shopId} and ${IS_HUMAN_CLICK} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}
        ${isExistenceCheck(set) ? Prisma.empty : Prisma.sql`group by customer_id, payload->>'messageId'`}`;
    case "started_checkout":
      return Prisma.sql`
        select profile_id, 1 as times from checkout
        where shop_id = ${shopId} and profile_id is not null
          and ${isWithinSql(Prisma.sql`started_at`, bounds)}`;
    case "got_email":
      return Prisma.sql`
        select customer_id, 1 as times from event
        where shop_id = ${shopId} and ${IS_EMAIL_SENT} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}
        ${!isExistenceCheck(set) && isLong(bounds) ? Prisma.sql`order by customer_id` : Prisma.empty}`;
    case "signed_up":
    case "requested_product_alert":
      return Prisma.sql`
        select customer_id, 1 as times from event
        where shop_id = ${shopId} and kind = ${EVENT_BY_BEHAVIOR[behavior]} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}`;
  }
}

/**
 * Whether a window covers so many rows that an index scan in customer order is faster
 * than a scan by time. Forced by an order, since the planner underestimates the window.
 */
const isLong = ({ from, before }: Bounds) =>
  from === null || before === null || wholeDaysBetween(from, before) > 31;

/** Must match the predicates of the partial indexes of `event` exactly. */
const IS_EMAIL_SENT = Prisma.sql`kind = 'email_sent'`;
const IS_HUMAN_CLICK = Prisma.sql`kind = 'email_clicked' and payload->>'classification' = 'human'`;

function orderHasProductSql(products: ProductFilter | undefined, shopId: string): Prisma.Sql {
  if (products === undefined) return TRUE;
  return Prisma.sql`exists (
    select 1 from order_line line
    where line.shop_id = ${shopId} and line.order_id = placed.order_id and line.quantity > 0
      and ${productMatchesSql(Prisma.sql`line.product_id`, products, shopId)})`;
}

function productMatchesSql(
  productId: Prisma.Sql,
  products: ProductFilter | undefined,
  shopId: string,
): Prisma.Sql {
  if (products === undefined) return TRUE;
  const { by, values } = products;
  if (by === "product") return isOneOfSql(productId, values);
  const column = by === "type" ? Prisma.sql`product_type` : Prisma.sql`vendor`;
  return Prisma.sql`${productId} in (
    select product_id from product where shop_id = ${shopId} and ${isOneOfSql(column, values)})`;
}

/** Whether a column is one of these values; null if the column is null. */
export const isOneOfSql = (column: Prisma.Sql, values: readonly string[]) =>
  Prisma.sql`${column} = any(${[...values]}::text[])`;

/** Whether a column's instant is within bounds; null if the column is null. */
export function isWithinSql(column: Prisma.Sql, { from, before }: Bounds): Prisma.Sql {
  const isAfter = from && Prisma.sql`${column} >= ${from}::timestamptz`;
  const isBefore = before && Prisma.sql`${column} < ${before}::timestamptz`;
  if (isAfter && isBefore) return Prisma.sql`(${isAfter} and ${isBefore})`;
  return isAfter ?? isBefore ?? Prisma.sql`${column} is not null`;
}

const TRUE = Prisma.sql`true`;
