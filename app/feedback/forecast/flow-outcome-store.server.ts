import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { MAX_WEEKS, type FlowWeek } from "./compare-forecast";
import type { FlowForecast } from "./flow-forecast-store.server";

/** A flow's last forecast before it was turned on, and the weeks since. */
export interface FlowOutcome extends FlowForecast {
  readonly flowId: string;
  readonly turnedOnAt: Date;
  /** Whether a version was saved since: the weeks are then of more than one version. */
  readonly isChanged: boolean;
  readonly weeks: readonly FlowWeek[];
}

/** Days after a week in which its emails can still get credit for orders. */
const CREDIT_DAYS = 7;

/**
 * The live flows that had a forecast when they were turned on last, with the emails and the attributed revenue of each week
 * since. The first week is left out, because customers only enter then, and weeks whose emails can still get credit are.
 */
export async function listFlowOutcomes(db: Db, shopId: ShopId, now: Date): Promise<FlowOutcome[]> {
  const rows = await db.$queryRaw<(FlowForecast & Omit<FlowOutcome, "weeks"> & WeekRow)[]>`
    with live as (
      select forecast.flow_id, forecast.people_per_week, forecast.emails_per_week,
        forecast.revenue_minor_per_week, turned.at as turned_on_at,
        (turned.at at time zone shop.time_zone)::date as first_day,
        (${now}::timestamptz at time zone shop.time_zone)::date as today,
        exists (select 1 from flow_version version where version.shop_id = ${shopId}
          and version.flow_id = forecast.flow_id and version.created_at > turned.at) as is_changed
      from flow_forecast forecast
      join shop on shop.shop_id = forecast.shop_id
      join flow on flow.shop_id = forecast.shop_id and flow.flow_id = forecast.flow_id
        and flow.status = 'live'
      cross join lateral (
        select max(at) as at from audit_entry
        where audit_entry.shop_id = ${shopId} and action = 'flow_status_set'
          and detail->>'flowId' = forecast.flow_id and detail->>'to' = 'live') turned
      where forecast.shop_id = ${shopId} and turned.at >= forecast.forecast_at)
    select live.flow_id as "flowId", people_per_week as "peoplePerWeek",
      emails_per_week as "emailsPerWeek", revenue_minor_per_week as "revenueMinorPerWeek",
      turned_on_at as "turnedOnAt", is_changed as "isChanged", week.number as week,
      coalesce(counted.emails, 0)::int as emails,
      coalesce(counted.revenue, 0)::float8 as "revenueMinor"
    from live
    left join lateral (
      select number from generate_series(1, (today - first_day - ${CREDIT_DAYS}::int) / 7 - 1) as number
      order by number desc limit ${MAX_WEEKS}::int) week on true
    left join lateral (
      select sum(sent) as emails, sum(gross_minor - refunded_minor) as revenue
      from email_count
      where email_count.shop_id = ${shopId} and email_count.flow_id = live.flow_id
        and day >= first_day + 7 * week.number and day < first_day + 7 * (week.number + 1)) counted on true
    order by live.flow_id, week.number`;
  return [...Map.groupBy(rows, ({ flowId }) => flowId).values()].flatMap((its) => {
    const [first] = its;
    if (!first) return [];
    const { week: _week, emails: _emails, revenueMinor: _revenue, ...outcome } = first;
    const weeks = its.flatMap(({ week, emails, revenueMinor }) =>
      week === null ? [] : [{ emails, revenueMinor: Math.max(0, revenueMinor) }],
    );
    return [{ ...outcome, weeks }];
  });
}

interface WeekRow extends FlowWeek {
  /** null: no week counts yet. */
  readonly week: number | null;
}
