import { Prisma } from "~/generated/prisma/client";
import { EVENT_BY_BEHAVIOR } from "./behavior-events";
import { isExistenceCheck, type BehaviorSet } from "./behavior-set";
import type { AsOf } from "./to-sql.server";
import {
  eventMatchesSql,
  messageMatchesSql,
  orderMatchesSql,
  productMatchesSql,
  searchMatchesSql,
} from "./filters-sql.server";
import { boundsOf, wholeDaysBetween, type Bounds } from "./window";
import { isKeptSaleSql } from "~/profiles/order-standing-sql.server";

/**
 * Behavior rows: the customer and `times` (a 32-bit number). The customer is a `customer_id` for
 * event behaviors, else a `profile_id`. A customer may have several rows.
 */
export function behaviorRowsSql(set: BehaviorSet, { shopId, now }: AsOf): Prisma.Sql {
  const { behavior, window, where = [] } = set;
  const bounds = boundsOf(window, now);
  switch (behavior) {
    case "ordered":
      return Prisma.sql`
        select profile_id, 1 as times from "order" placed
        where shop_id = ${shopId} and profile_id is not null and ${isKeptSaleSql("placed")}
          and ${isWithinSql(Prisma.sql`placed_at`, bounds)} and ${orderMatchesSql(where, shopId)}`;
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
        where ${productMatchesSql({ productId: Prisma.sql`seen->>'productId'`, variantId: null }, where, shopId)}`;
    }
    case "searched":
      return Prisma.sql`
        select profile_id, 1 as times from visit cross join lateral unnest(searches) as said
        where shop_id = ${shopId} and ${isWithinSql(Prisma.sql`started_at`, bounds)}
          and ${searchMatchesSql(where)}`;
    case "clicked_email":
      return Prisma.sql`
        select customer_id, 1 as times from event
        where shop_id = ${shopId} and ${IS_HUMAN_CLICK} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}
          and ${messageMatchesSql(MESSAGE_ID, where, shopId)}
        ${isExistenceCheck(set) ? Prisma.empty : Prisma.sql`group by customer_id, payload->>'messageId'`}`;
    case "opened_email":
      return Prisma.sql`
        select message.profile_id, 1 as times
        from engagement_event opened join message on message.shop_id = opened.shop_id
          and message.message_id = opened.message_id
        where opened.shop_id = ${shopId} and opened.kind = 'open'
          and opened.classification = 'human'
          and ${isWithinSql(Prisma.sql`opened.occurred_at`, bounds)}
          and ${messageMatchesSql(Prisma.sql`opened.message_id`, where, shopId)}
        group by message.profile_id, opened.message_id`;
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
          and ${messageMatchesSql(MESSAGE_ID, where, shopId)}
        ${!isExistenceCheck(set) && isLong(bounds) ? Prisma.sql`order by customer_id` : Prisma.empty}`;
    case "signed_up":
    case "requested_product_alert":
      return Prisma.sql`
        select customer_id, 1 as times from event
        where shop_id = ${shopId} and kind = ${EVENT_BY_BEHAVIOR[behavior]} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)}`;
    case "custom_event":
      return Prisma.sql`
        select customer_id, 1 as times from event
        where shop_id = ${shopId} and kind = ${EVENT_BY_BEHAVIOR[behavior]} and customer_id is not null
          and ${isWithinSql(Prisma.sql`occurred_at`, bounds)} and ${eventMatchesSql(where)}`;
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

/** Whether a column's instant is within bounds; null if the column is null. */
export function isWithinSql(column: Prisma.Sql, { from, before }: Bounds): Prisma.Sql {
  const isAfter = from && Prisma.sql`${column} >= ${from}::timestamptz`;
  const isBefore = before && Prisma.sql`${column} < ${before}::timestamptz`;
  if (isAfter && isBefore) return Prisma.sql`(${isAfter} and ${isBefore})`;
  return isAfter ?? isBefore ?? Prisma.sql`${column} is not null`;
}

const MESSAGE_ID = Prisma.sql`payload->>'messageId'`;
