import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { LifetimeCustomer, LifetimeModel } from "~/predictions/models/lifetime";
import { listModelVersions } from "~/predictions/models/model-store.server";
import { forecastRevenue } from "~/predictions/models/revenue-forecast";
import { isKeptSaleSql } from "~/profiles/order-standing-sql.server";
import { firstEmailsSql, listHoldoutRates } from "./first-emails-sql.server";

const PAGE = 5_000;

interface MissingForecast {
  readonly profileId: string;
  readonly flowId: string;
  readonly campaignId: string;
  /** Days with an order before the first email; the first and last in days since 1970, and the email's. */
  readonly orders: number;
  readonly firstDay: number | null;
  readonly lastDay: number | null;
  readonly emailDay: number;
  readonly emailedAt: Date;
  /** Days with a value, and their sum. */
  readonly transactions: number;
  readonly spent: number;
}

/** A model and when it was trained. */
interface TrainedLifetime {
  readonly trainedAt: Date;
  readonly model: LifetimeModel;
}

/**
 * Forecasts the revenue of each person at the first email of a flow or campaign, once, from orders before that email
 * and the newest model trained before it. A later count keeps the forecast: what happens later must not change it.
 * Emails before the oldest model get none.
 *
 * @param trained newest first; by default those that are stored @returns number of new forecasts
 */
export async function recordRevenueForecasts(
  db: Db,
  shopId: ShopId,
  trained?: readonly TrainedLifetime[],
): Promise<number> {
  const models = trained ?? (await listModelVersions(db, shopId, "lifetime"));
  const oldest = models.at(-1);
  if (!oldest) return 0;
  const rates = await listHoldoutRates(db, shopId);
  const modelAt = (at: Date) => models.find(({ trainedAt }) => trainedAt <= at) ?? oldest;
  let recorded = 0;
  for (;;) {
    const missing = await db.$queryRaw<MissingForecast[]>`
      with ${firstEmailsSql(shopId, rates)}
      select f.profile_id as "profileId", f.flow_id as "flowId", f.campaign_id as "campaignId",
        floor(extract(epoch from f.planned_at) / 86400)::int as "emailDay",
        f.planned_at as "emailedAt", known.*
      from first_email f
      cross join lateral (
        select count(*)::int as orders, min(day) as "firstDay", max(day) as "lastDay",
          count(*) filter (where value > 0)::int as transactions,
          coalesce(sum(value), 0)::float8 as spent
        from (
          select floor(extract(epoch from o.placed_at) / 86400)::int as day,
            sum(case when o.currency = shop.currency
              then greatest(0, o.total_minor - o.refunded_minor) else 0 end) as value
          from "order" o join shop on shop.shop_id = o.shop_id
          where o.shop_id = ${shopId} and o.profile_id = f.profile_id
            and o.placed_at < f.planned_at and ${isKeptSaleSql("o")}
          group by 1
        ) by_day
      ) known
      where f.planned_at >= ${oldest.trainedAt}::timestamptz and not exists (
        select from lift_forecast done
        where done.shop_id = ${shopId} and done.profile_id = f.profile_id
          and done.flow_id = f.flow_id and done.campaign_id = f.campaign_id)
      limit ${PAGE}::int`;
    if (missing.length === 0) return recorded;
    const { count } = await db.liftForecast.createMany({
      data: missing.map((it) => ({
        ...{ shopId, profileId: it.profileId, flowId: it.flowId, campaignId: it.campaignId },
        predictedMinor: forecastRevenue(modelAt(it.emailedAt).model, toCustomer(it)),
      })),
      skipDuplicates: true,
    });
    recorded += count;
    if (missing.length < PAGE) return recorded;
  }
}

const WEEK = 7;

/** The person as an input of the lifetime model on the day of the email; null without an order. */
function toCustomer(it: MissingForecast): LifetimeCustomer | null {
  if (it.firstDay === null || it.lastDay === null) return null;
  return {
    repeats: it.orders - 1,
    lastAt: (it.lastDay - it.firstDay) / WEEK,
    watched: (it.emailDay - it.firstDay) / WEEK,
    transactions: it.transactions,
    meanValue: it.transactions > 0 ? it.spent / it.transactions : 0,
  };
}
