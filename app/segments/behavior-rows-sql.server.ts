import { Prisma } from "~/generated/prisma/client";
import type { ProductFilter } from "./condition";
import { EVENT_BY_BEHAVIOR } from "./behavior-events";
import { isExistenceCheck, type BehaviorSet } from "./behavior-set";
import type { AsOf } from "./to-sql.server";
import { boundsOf, daysBetween, type Bounds } from "./window";

/**
 * What was done: rows of who did it and how many `times` (a 32-bit number) at once. Who, is a `customer_id` where
 * events tell of it, else a `profile_id`. Somebody may have any number of rows.
 */
export function behaviorRowsSql(set: BehaviorSet, { shopId, now }: AsOf): Prisma.Sql {
  const { deed, window, products, query } = set;
  const bounds = boundsOf(window, now);
  switch (deed) {
    case "ordered":
      return Prisma.sql`
        select profile_id, 1 as times from "order" placed
        where shop_id = ${shopId} and profile_id is not null and ${IS_VALID_ORDER}
          and ${isWithinSql(Prisma.sql`placed_at`, bounds)} and ${orderHasProductSql(products, shopId)}`;
    case "visited":
      return Prisma.sql`
        select profile_id, 1 as times from visit
        where shop_id = ${shopId} and ${isWithinSql(Prisma.sql`started_at`, bounds)}`;
    case "viewed_product":
    case "added_to_cart": {
      const counted = Prisma.raw(deed === "added_to_cart" ? "added" : "views");
      // In a list, not in a query of its own for each visit: that is not shared out among processes.
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
    case "clicked_mail":
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
    case "got_mail":
      return Prisma.sql`
        select customer_id, 1 as times from event
        where shop_id = ${shopId} and ${IS_MAIL_SENT} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}
        ${!isExistenceCheck(set) && isLong(bounds) ? Prisma.sql`order by customer_id` : Prisma.empty}`;
    case "signed_up":
    case "asked_to_be_told":
      return Prisma.sql`
        select customer_id, 1 as times from event
        where shop_id = ${shopId} and kind = ${EVENT_BY_BEHAVIOR[deed]} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}`;
  }
}

/**
 * Whether a window holds so much of what happened that it is counted sooner customer by customer, as an index has it,
 * than found by its time and gathered. Asked for in that order, since the planner takes a window for smaller than it is.
 */
const isLong = ({ from, before }: Bounds) =>
  from === null || before === null || daysBetween(from, before) > 31;

/** Of `event`: word for word what its indexes of mails and of human clicks are limited to, which are found by that. */
const IS_MAIL_SENT = Prisma.sql`kind = 'mail_sent'`;
const IS_HUMAN_CLICK = Prisma.sql`kind = 'mail_clicked' and payload->>'class' = 'human'`;

/** Of `order`: something was bought and not given back. */
export const IS_VALID_ORDER = Prisma.sql`cancelled_at is null and deleted_at is null and not test
  and not (refunded_minor > 0 and refunded_minor >= total_minor)`;

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

/** Whether a column holds one of these; null where it holds nothing. */
export const isOneOfSql = (column: Prisma.Sql, values: readonly string[]) =>
  Prisma.sql`${column} = any(${[...values]}::text[])`;

/** Whether a column's instant lies between bounds; null where it holds none. */
export function isWithinSql(column: Prisma.Sql, { from, before }: Bounds): Prisma.Sql {
  const isAfter = from && Prisma.sql`${column} >= ${from}::timestamptz`;
  const isBefore = before && Prisma.sql`${column} < ${before}::timestamptz`;
  if (isAfter && isBefore) return Prisma.sql`(${isAfter} and ${isBefore})`;
  return isAfter ?? isBefore ?? Prisma.sql`${column} is not null`;
}

const TRUE = Prisma.sql`true`;
