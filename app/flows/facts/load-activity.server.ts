import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Activity, PredictionRanks } from "../rules/enrollment-facts";

export const NO_ACTIVITY: Activity = {
  cartAddedAt: null,
  checkoutStartedAt: null,
  visitedAt: null,
  clickedAt: null,
  openedAt: null,
  preferencesChangedAt: null,
  emailedAt: null,
};

export const NO_PREDICTION_RANKS: PredictionRanks = { intentRank: null, valueRank: null };

/** The columns of `Activity`, the latest activities of a row of `profile`. */
export const ACTIVITY_COLUMNS = Prisma.sql`
      last_seen_at as "visitedAt",
      (select max(visit.ended_at) from visit
        where visit.shop_id = profile.shop_id and visit.profile_id = profile.profile_id
          and exists (
            select 1 from jsonb_array_elements(visit.viewed) as seen
            where (seen->>'added')::int > 0)) as "cartAddedAt",
      (select max(checkout.started_at) from checkout
        where checkout.shop_id = profile.shop_id and checkout.profile_id = profile.profile_id
          and coalesce(checkout.source_name, 'web') = 'web') as "checkoutStartedAt",
      (select max(engagement_event.occurred_at) from message
        join engagement_event on engagement_event.shop_id = message.shop_id and engagement_event.message_id = message.message_id
          and engagement_event.kind = 'click' and engagement_event.classification = 'human'
        where message.shop_id = profile.shop_id and message.profile_id = profile.profile_id
      ) as "clickedAt",
      (select max(engagement_event.occurred_at) from message
        join engagement_event on engagement_event.shop_id = message.shop_id and engagement_event.message_id = message.message_id
          and engagement_event.kind = 'open' and engagement_event.classification = 'human'
        where message.shop_id = profile.shop_id and message.profile_id = profile.profile_id
      ) as "openedAt",
      (select preference.updated_at from email_preference preference
        where preference.shop_id = profile.shop_id and preference.email_index = profile.email_index
      ) as "preferencesChangedAt",
      (select max(message.sent_at) from message_status message
        where message.shop_id = profile.shop_id and message.profile_id = profile.profile_id
      ) as "emailedAt"`;

/** The ranks of so few profiles are counted faster than all profiles are sorted. */
const MAX_COUNTED = 3;

/** Rows of `profile_id` with `PredictionRanks`: the ranks among all scored profiles of the shop. */
export const predictionRanksSql = (shopId: ShopId, profileIds: readonly string[]): Prisma.Sql =>
  profileIds.length > MAX_COUNTED
    ? Prisma.sql`
    select profile_id,
      cume_dist() over (order by buy_7_rate desc nulls last) as "intentRank",
      cume_dist() over (order by value_minor desc nulls last) as "valueRank"
    from prediction where shop_id = ${shopId}`
    : Prisma.sql`
    select own.profile_id,
      count(*) filter (where ${isAheadSql("buy_7_rate")}) / count(*)::float8 as "intentRank",
      count(*) filter (where ${isAheadSql("value_minor")}) / count(*)::float8 as "valueRank"
    from prediction own join prediction other on other.shop_id = own.shop_id
    where own.shop_id = ${shopId} and own.profile_id = any(${[...profileIds]}::text[])
    group by own.profile_id`;

/** Whether another profile is at least as high; those without a value come last, together. */
const isAheadSql = (column: "buy_7_rate" | "value_minor"): Prisma.Sql =>
  Prisma.raw(`other.${column} >= own.${column} or own.${column} is null`);
