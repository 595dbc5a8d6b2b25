import { z } from "zod";
import type { Db } from "~/db.server";
import type { HoldoutVariant } from "~/experiments/draw-holdout";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import type { ShopId } from "~/lib/shop-id";
import type { LiftDay } from "./lift-days";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

interface Window {
  /** Attribution window after the first email, in hours. */
  readonly windowHours: number;
  readonly now: Date;
}

/**
 * Counts orders and revenue within the window after the first email of a flow or campaign, and after the
 * first of any while a shop holdout exists: the email that was sent, or the one that would have been sent.
 * Each person counts once per flow, by the first enrollment that reached an email, after the window has
 * ended. Both variants are cut at the same step, so they stay comparable; an email skipped later counts too,
 * because the holdout has no such decision. The shop holdout appears only in the comparison of all email.
 *
 * @returns a row for each day, flow or campaign (neither: all email), holdout rate and variant
 */
export async function countLift(
  db: Db,
  shopId: ShopId,
  { windowHours, now }: Window,
): Promise<LiftDay[]> {
  const rates = JSON.stringify(await listHoldoutRates(db, shopId));
  const rows = await db.$queryRaw<(Omit<LiftDay, "netMinor" | "variant"> & CountedVariant)[]>`
    with first_email as (
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
      select * from jsonb_to_recordset(${rates}::jsonb)
        as measured (since timestamptz, rate float8, "shopRate" float8)
    ), any_email as (
      select distinct on (m.profile_id) '' as flow_id, '' as campaign_id, m.profile_id, m.planned_at,
        case when m.reason = 'shop_holdout' then 'holdout' else 'treated' end as variant,
        drawn."shopRate" as rate
      from message_status m
      cross join lateral (
        select set_rate."shopRate" from set_rate where set_rate.since <= m.planned_at
        order by set_rate.since desc limit 1
      ) drawn
      where m.shop_id = ${shopId} and (m.flow_id is not null or m.campaign_id is not null)
        and drawn."shopRate" > 0
      order by m.profile_id, m.planned_at
    ), counted as (
      select f.flow_id, f.campaign_id, f.profile_id, f.planned_at, f.variant,
        coalesce((v.definition->>'holdoutRate')::float8, (
          select set_rate.rate from set_rate where set_rate.since <= f.drawn_at
          order by set_rate.since desc limit 1
        )) as rate
      from first_email f
      left join flow_version v
        on v.shop_id = ${shopId} and v.flow_id = f.flow_id and v.version = f.version
      where f.reason is distinct from 'shop_holdout'
      union all
      select * from any_email
    )
    select to_char((f.planned_at at time zone shop.time_zone)::date, 'YYYY-MM-DD') as day,
      f.flow_id as "flowId", f.campaign_id as "campaignId", f.variant, f.rate as "holdoutRate",
      count(*)::int as people,
      count(*) filter (where bought.orders > 0)::int as ordered,
      sum(bought.net)::bigint as "netMinor",
      sum(bought.net::float8 * bought.net::float8) as "netSquares"
    from shop
    cross join counted f
    cross join lateral (
      select count(*) as orders,
        coalesce(sum(o.total_minor - o.refunded_minor)
          filter (where o.currency = shop.currency), 0) as net
      from "order" o
      where o.shop_id = ${shopId} and o.profile_id = f.profile_id
        and o.placed_at > f.planned_at
        and o.placed_at <= f.planned_at + make_interval(hours => ${windowHours}::int)
        and ${isSaleSql("o")}
    ) bought
    where shop.shop_id = ${shopId}
      and f.planned_at <= ${now}::timestamptz - make_interval(hours => ${windowHours}::int)
    group by 1, f.flow_id, f.campaign_id, f.variant, f.rate
    order by f.flow_id, f.campaign_id, f.rate, day`;
  return rows.map(({ netMinor, ...row }) => ({ ...row, netMinor: Number(netMinor) }));
}

interface CountedVariant {
  readonly variant: HoldoutVariant;
  readonly netMinor: bigint;
}

const SavedRate = z.object({ holdoutRate: z.number(), shopHoldoutRate: z.number().default(0) });
const FIRST_DAY = new Date(0);

/** Holdout rates of the shop over time. Flows with their own rate do not use the first. */
async function listHoldoutRates(db: Db, shopId: ShopId) {
  const [settings, saves] = await Promise.all([
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
    db.auditEntry.findMany({
      where: { shopId, action: "settings_saved" },
      orderBy: { at: "asc" },
      select: { at: true, detail: true },
    }),
  ]);
  const saved = saves.flatMap(({ at, detail }) => {
    const parsed = SavedRate.safeParse(detail);
    if (!parsed.success) return [];
    const { holdoutRate: rate, shopHoldoutRate: shopRate } = parsed.data;
    return [{ since: at, rate, shopRate }];
  });
  // Defaults apply from the first day.
  const first = HoldoutSettings.parse(saved.length > 0 ? {} : (settings?.sending ?? {}));
  const { holdoutRate: rate, shopHoldoutRate: shopRate } = first;
  return [{ since: FIRST_DAY, rate, shopRate }, ...saved];
}
