import { Prisma } from "~/generated/prisma/client";
import type { ConditionOf, PlainDeed, ProductFilter } from "./condition";
import { boundsOf, type Bounds } from "./window";
import type { AsOf } from "./to-sql.server";

/** How often each profile did it: rows of `profile_id` and `times`, none of those who never did. */
export function deedsSql(
  { deed, window, products, query }: ConditionOf<"did">,
  { shopId, now }: AsOf,
): Prisma.Sql {
  const bounds = boundsOf(window, now);
  switch (deed) {
    case "ordered":
      return Prisma.sql`
        select profile_id, count(*) as times from "order" placed
        where shop_id = ${shopId} and profile_id is not null and ${STANDS}
          and ${isWithinSql(Prisma.sql`placed_at`, bounds)} and ${ordersOf(products, shopId)}
        group by profile_id`;
    case "visited":
      return Prisma.sql`
        select profile_id, count(*) as times from visit
        where shop_id = ${shopId} and ${isWithinSql(Prisma.sql`started_at`, bounds)}
        group by profile_id`;
    case "viewed_product":
    case "added_to_cart": {
      const counted = deed === "added_to_cart" ? Prisma.sql`added` : Prisma.sql`views`;
      return Prisma.sql`
        select profile_id, sum(seen.${counted}) as times
        from visit cross join lateral jsonb_to_recordset(viewed)
          as seen ("productId" text, views bigint, added bigint)
        where shop_id = ${shopId} and ${isWithinSql(Prisma.sql`started_at`, bounds)}
          and ${isOfSql(Prisma.sql`seen."productId"`, products, shopId)}
        group by profile_id`;
    }
    case "searched":
      return Prisma.sql`
        select profile_id, count(*) as times from visit cross join lateral unnest(searches) as said
        where shop_id = ${shopId} and ${isWithinSql(Prisma.sql`started_at`, bounds)}
          and ${query === undefined ? TRUE : Prisma.sql`position(${query}::text in said) > 0`}
        group by profile_id`;
    case "clicked_mail":
      return Prisma.sql`
        select 'c' || customer_id as profile_id, count(distinct payload->>'messageId') as times
        from event
        where shop_id = ${shopId} and kind = 'mail_clicked' and customer_id is not null
          and payload->>'class' = 'human' and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}
        group by customer_id`;
    case "started_checkout":
      return Prisma.sql`
        select profile_id, count(*) as times from checkout
        where shop_id = ${shopId} and profile_id is not null
          and ${isWithinSql(Prisma.sql`started_at`, bounds)}
        group by profile_id`;
    case "got_mail":
    case "signed_up":
    case "asked_to_be_told":
      return Prisma.sql`
        select 'c' || customer_id as profile_id, count(*) as times from event
        where shop_id = ${shopId} and kind = ${EVENT_OF[deed]} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}
        group by customer_id`;
  }
}

/** The kinds of events that tell of deeds. */
export const EVENT_OF = {
  got_mail: "mail_sent",
  signed_up: "sign_up_confirmed",
  asked_to_be_told: "notify_me_requested",
} as const satisfies Readonly<Record<Exclude<PlainDeed, "started_checkout">, string>>;

/** Of `order`: something was bought and not given back. */
export const STANDS = Prisma.sql`cancelled_at is null and deleted_at is null and not test
  and not (refunded_minor > 0 and refunded_minor >= total_minor)`;

function ordersOf(products: ProductFilter | undefined, shopId: string): Prisma.Sql {
  if (products === undefined) return TRUE;
  return Prisma.sql`exists (
    select 1 from order_line line
    where line.shop_id = ${shopId} and line.order_id = placed.order_id and line.quantity > 0
      and ${isOfSql(Prisma.sql`line.product_id`, products, shopId)})`;
}

function isOfSql(
  productId: Prisma.Sql,
  products: ProductFilter | undefined,
  shopId: string,
): Prisma.Sql {
  if (products === undefined) return TRUE;
  const { by, values } = products;
  if (by === "product") return isOneOf(productId, values);
  const column = by === "type" ? Prisma.sql`product_type` : Prisma.sql`vendor`;
  return Prisma.sql`${productId} in (
    select product_id from product where shop_id = ${shopId} and ${isOneOf(column, values)})`;
}

/** Whether a column holds one of these; null where it holds nothing. */
export const isOneOf = (column: Prisma.Sql, values: readonly string[]) =>
  Prisma.sql`${column} = any(${[...values]}::text[])`;

/** Whether a column's instant lies between bounds; null where it holds none. */
export function isWithinSql(column: Prisma.Sql, { from, before }: Bounds): Prisma.Sql {
  const isAfter = from && Prisma.sql`${column} >= ${from}::timestamptz`;
  const isBefore = before && Prisma.sql`${column} < ${before}::timestamptz`;
  if (isAfter && isBefore) return Prisma.sql`(${isAfter} and ${isBefore})`;
  return isAfter ?? isBefore ?? Prisma.sql`${column} is not null`;
}

const TRUE = Prisma.sql`true`;
