import type { Db } from "~/db.server";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { BASELINE } from "./lift-days";
import { listSavedHoldouts, type SavedHoldout } from "~/predictions/history/saved-holdouts.server";

/**
 * Common table expressions that end with `first_email`: the first email of each person in a flow or campaign, and the
 * first of any since there is a shop holdout (neither flow nor campaign); sent, or withheld. An email skipped later
 * counts too, because the holdout has no such decision. The shop holdout is only in the comparison of all email, and
 * with `no_email` in that of the baseline group, which takes the first email of anyone since the first optimization.
 */
export function firstEmailsSql(shopId: ShopId, rates: readonly SavedHoldout[]): Prisma.Sql {
  return Prisma.sql`first_of_source as (
      (select distinct on (m.flow_id, m.profile_id)
        m.flow_id, '' as campaign_id, m.profile_id, m.planned_at, e.variant, e.version,
        e.enrolled_at as drawn_at, m.reason
      from message_status m
      join enrollment e on e.shop_id = m.shop_id and e.enrollment_id = m.enrollment_id
      where m.shop_id = ${shopId} and m.flow_id is not null
      order by m.flow_id, m.profile_id, m.planned_at)
      union all
      select '', m.campaign_id, m.profile_id, m.planned_at,
        case when m.state = 'withheld' then 'holdout' else 'treated' end, null, m.planned_at,
        m.reason
      from message_status m
      where m.shop_id = ${shopId} and m.campaign_id is not null
    ), set_rate as (
      select * from jsonb_to_recordset(${JSON.stringify(rates)}::jsonb)
        as saved (at timestamptz, rate float8, "shopRate" float8, "baselineRate" float8)
    ), first_of_any as (
      select distinct on (m.profile_id) '' as flow_id, '' as campaign_id, m.profile_id, m.planned_at,
        case when m.reason = 'shop_holdout' then 'holdout' else 'treated' end as variant,
        drawn."shopRate" as rate
      from message_status m
      cross join lateral (
        select set_rate."shopRate" from set_rate where set_rate.at <= m.planned_at
        order by set_rate.at desc limit 1
      ) drawn
      where m.shop_id = ${shopId} and (m.flow_id is not null or m.campaign_id is not null)
        and drawn."shopRate" > 0
      order by m.profile_id, m.planned_at
    ), first_optimized as (
      select distinct on (m.profile_id) ${BASELINE.flowId}::text, ${BASELINE.campaignId}::text, m.profile_id,
        m.planned_at,
        case when m.reason = 'shop_holdout' then 'no_email' when m.in_baseline then 'holdout' else 'treated' end,
        drawn."baselineRate" as rate
      from message_status m
      cross join lateral (
        select set_rate."baselineRate" from set_rate where set_rate.at <= m.planned_at
        order by set_rate.at desc limit 1
      ) drawn
      where m.shop_id = ${shopId} and (m.flow_id is not null or m.campaign_id is not null)
        and drawn."baselineRate" > 0
        and m.planned_at > (
          select min(decided_at) from experiment_decision where shop_id = ${shopId})
      order by m.profile_id, m.planned_at
    ), first_email as (
      select f.flow_id, f.campaign_id, f.profile_id, f.planned_at, f.variant,
        coalesce((v.definition->>'holdoutRate')::float8, (
          select set_rate.rate from set_rate where set_rate.at <= f.drawn_at
          order by set_rate.at desc limit 1
        )) as rate
      from first_of_source f
      left join flow_version v
        on v.shop_id = ${shopId} and v.flow_id = f.flow_id and v.version = f.version
      where f.reason is distinct from 'shop_holdout'
      union all
      select * from first_of_any
      union all
      select * from first_optimized
    )`;
}

const FIRST_DAY = new Date(0);

/** Holdout rates of the shop over time. Flows with their own rate do not use the first. */
export async function listHoldoutRates(db: Db, shopId: ShopId): Promise<SavedHoldout[]> {
  const [settings, saved] = await Promise.all([
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
    listSavedHoldouts(db, shopId),
  ]);
  // Defaults apply from the first day.
  const first = HoldoutSettings.parse(saved.length > 0 ? {} : (settings?.sending ?? {}));
  const { holdoutRate: rate, shopHoldoutRate: shopRate, baselineRate } = first;
  return [{ at: FIRST_DAY, rate, shopRate, baselineRate }, ...saved];
}
