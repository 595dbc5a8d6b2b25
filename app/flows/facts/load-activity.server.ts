import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { SCORE_SCALE_KIND } from "~/predictions/scores/score-scale-store.server";
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

/**
 * The ranks of all scored profiles of the shop, as rows of `profile_id` with `PredictionRanks`: exact, and none if the shop has a
 * scale of scores.
 */
export const exactRanksSql = (shopId: ShopId): Prisma.Sql => Prisma.sql`
  select profile_id,
    cume_dist() over (order by buy_7_rate desc nulls last) as "intentRank",
    cume_dist() over (order by value_minor desc nulls last) as "valueRank"
  from prediction where shop_id = ${shopId} and not exists (
    select from model where model.shop_id = ${shopId} and model.kind = ${SCORE_SCALE_KIND})`;
