import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { isSaleSql } from "~/profiles/order-standing-sql.server";
import type { CountedSince } from "../counts/final-numbers-store.server";
import { firstEmailsSql, listHoldoutRates } from "./first-emails-sql.server";
import { WINDOW_DAYS, type LiftDay, type WindowDays } from "./lift-days";

/** The most that a customer's revenue in a window counts, in minor units; null: everything counts. */
export type RevenueCaps = Readonly<Record<WindowDays, number | null>>;

/** Share of spending customers whose revenue before the first email is below the cap. */
const CAP_QUANTILE = 0.99;
/** With fewer spending customers the quantile would be that of one or two orders. */
const MIN_CAP_CUSTOMERS = 100;
const CAP_DAYS = 364;

/**
 * Sums the capped revenue of people in 7 and in 30 days after their first email (`firstEmailsSql`), once each window
 * has ended, with the sums of its forecast. Each person counts once per flow, by the first enrollment that reached an
 * email. Both variants are cut at the same step, so they stay comparable.
 *
 * @param since earlier first emails are not counted: their numbers are final
 * @returns a row for each day, flow or campaign (neither: all email), window, holdout rate and variant
 */
export async function countLift(
  db: Db,
  shopId: ShopId,
  {
    caps,
    now,
    since,
  }: { readonly caps: RevenueCaps; readonly now: Date; readonly since: CountedSince | null },
): Promise<LiftDay[]> {
  const rates = await listHoldoutRates(db, shopId);
  const windows = WINDOW_DAYS.map((days) => Prisma.sql`(${days}::int, ${caps[days]}::float8)`);
  return db.$queryRaw<LiftDay[]>`
    with ${firstEmailsSql(shopId, rates)}, counted as (
      -- Another time zone may have moved the first of them to the day before, which is final.
      select to_char(greatest((f.planned_at at time zone shop.time_zone)::date, ${since?.day ?? null}::date),
          'YYYY-MM-DD') as day,
        f.flow_id, f.campaign_id, f.variant, f.rate, counts.days as window_days,
        least(bought.net, counts.cap) as net,
        least(coalesce(forecast.predicted_minor, 0), counts.cap) as predicted
      from shop
      cross join first_email f
      cross join (values ${Prisma.join(windows)}) as counts (days, cap)
      cross join lateral (
        select coalesce(sum(o.total_minor - o.refunded_minor), 0)::float8 as net
        from "order" o
        where o.shop_id = ${shopId} and o.profile_id = f.profile_id
          and o.currency = shop.currency
          and o.placed_at > f.planned_at
          and o.placed_at <= f.planned_at + make_interval(days => counts.days)
          and ${isSaleSql("o")}
      ) bought
      left join lift_forecast forecast
        on forecast.shop_id = ${shopId} and forecast.profile_id = f.profile_id
        and forecast.flow_id = f.flow_id and forecast.campaign_id = f.campaign_id
      where shop.shop_id = ${shopId}
        and f.planned_at <= ${now}::timestamptz - make_interval(days => counts.days)
        and f.planned_at >= coalesce(${since?.at ?? null}::timestamptz, '-infinity')
    )
    select day, flow_id as "flowId", campaign_id as "campaignId", window_days as "windowDays", variant,
      rate as "holdoutRate", count(*)::int as people,
      count(*) filter (where net > 0)::int as ordered,
      sum(net) as net, sum(net * net) as "netSquares",
      sum(predicted) as predicted, sum(predicted * predicted) as "predictedSquares",
      sum(predicted * net) as "predictedNet"
    from counted
    group by day, flow_id, campaign_id, window_days, variant, rate
    order by flow_id, campaign_id, window_days, rate, day`;
}

/**
 * The caps of a shop: the 99th percentile of what spending customers paid in a window during the year before the
 * shop's first email. Later orders do not move it, so emails cannot.
 *
 * @returns null for a window with fewer than 100 spending customers, and for both before the first email
 */
export async function computeCaps(db: Db, shopId: ShopId): Promise<RevenueCaps> {
  const [seven, thirty] = await Promise.all(WINDOW_DAYS.map((days) => capOf(db, shopId, days)));
  return { 7: seven ?? null, 30: thirty ?? null };
}

async function capOf(db: Db, shopId: ShopId, days: WindowDays): Promise<number | null> {
  const [row] = await db.$queryRaw<{ cap: number | null }[]>`
    with start as (
      select min(m.planned_at) as at from message m
      where m.shop_id = ${shopId} and (m.flow_id is not null or m.campaign_id is not null)
    ), spent as (
      select sum(o.total_minor - o.refunded_minor)::float8 as net
      from start
      join "order" o on o.shop_id = ${shopId} and o.placed_at < start.at
        and o.placed_at >= start.at - make_interval(days => ${CAP_DAYS}::int)
      join shop on shop.shop_id = o.shop_id and shop.currency = o.currency
      where o.profile_id is not null and ${isSaleSql("o")}
      group by o.profile_id, floor(extract(epoch from start.at - o.placed_at) / (86400 * ${days}::int))
    )
    select case when count(*) >= ${MIN_CAP_CUSTOMERS}::int
      then percentile_disc(${CAP_QUANTILE}::float8) within group (order by net) end as cap
    from spent where net > 0`;
  return row?.cap ?? null;
}
