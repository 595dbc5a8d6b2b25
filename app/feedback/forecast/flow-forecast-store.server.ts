import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

/** What a flow that is off would bring, per week. */
export interface FlowForecast {
  readonly peoplePerWeek: number;
  readonly emailsPerWeek: number;
  /** Attributed revenue in minor units of the shop's currency. */
  readonly revenueMinorPerWeek: number;
}

const OFF = { in: ["draft", "paused"] };

export async function saveFlowForecast(
  db: Db,
  shopId: ShopId,
  flowId: string,
  forecast: FlowForecast & { readonly forecastAt: Date },
): Promise<void> {
  await db.flowForecast.upsert({
    where: { shopId_flowId: { shopId, flowId } },
    create: { shopId, flowId, ...forecast },
    update: forecast,
  });
}

/** Flows that are off and have no forecast since a time. */
export async function listFlowsWithoutForecast(
  db: Db,
  shopId: ShopId,
  since: Date,
): Promise<{ flowId: string; version: number }[]> {
  const flows = await db.flow.findMany({
    where: {
      ...{ shopId, status: OFF },
      OR: [{ forecast: null }, { forecast: { forecastAt: { lte: since } } }],
    },
    select: { flowId: true, liveVersion: true },
    orderBy: { flowId: "asc" },
  });
  return flows.map(({ flowId, liveVersion }) => ({ flowId, version: liveVersion }));
}

/**
 * Forecasts of the flows that are off and would reach anyone, most revenue first.
 *
 * @param leftOut flows that are not suggested
 */
export async function listFlowForecasts(
  db: Db,
  shopId: ShopId,
  limit: number,
  leftOut: readonly string[] = [],
): Promise<(FlowForecast & { readonly flowId: string; readonly name: string })[]> {
  const rows = await db.flowForecast.findMany({
    where: {
      ...{ shopId, emailsPerWeek: { gt: 0 }, flow: { status: OFF } },
      flowId: { notIn: [...leftOut] },
    },
    include: { flow: { select: { name: true } } },
    orderBy: [{ revenueMinorPerWeek: "desc" }, { emailsPerWeek: "desc" }, { flowId: "asc" }],
    take: limit,
  });
  return rows.map(({ flowId, flow, peoplePerWeek, emailsPerWeek, revenueMinorPerWeek }) => ({
    ...{ flowId, name: flow.name, peoplePerWeek, emailsPerWeek, revenueMinorPerWeek },
  }));
}

/** Weight of the usual order, in orders: with fewer, one large order that an email got credit for would set the forecasts. */
const USUAL_WEIGHT = 5;

/**
 * The mean net revenue of orders that emails got credit for since a time, in minor units, shrunk toward the shop's
 * usual order. Forecasts of attributed revenue count such orders.
 */
export async function measureCreditedOrder(
  db: Db,
  shopId: ShopId,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<number> {
  const usual = await measureUsualOrder(db, shopId, { since, now });
  const [row] = await db.$queryRaw<{ netMinor: number; orders: number }[]>`
    select coalesce(sum(gross_minor - refunded_minor), 0)::float8 as "netMinor",
      coalesce(sum(orders), 0)::int as orders
    from email_count where shop_id = ${shopId} and day >= ${since}::timestamptz::date`;
  const { netMinor, orders } = row ?? { netMinor: 0, orders: 0 };
  return (Math.max(0, netMinor) + USUAL_WEIGHT * usual) / (orders + USUAL_WEIGHT);
}

/** The mean net value of the shop's sales in its currency since a time, in minor units; 0 without any. */
export async function measureUsualOrder(
  db: Db,
  shopId: ShopId,
  { since, now }: { readonly since: Date; readonly now: Date },
): Promise<number> {
  const [row] = await db.$queryRaw<{ mean: number | null }[]>`
    select avg(o.total_minor - o.refunded_minor)::float8 as mean
    from "order" o join shop on shop.shop_id = o.shop_id and shop.currency = o.currency
    where o.shop_id = ${shopId} and o.placed_at > ${since} and o.placed_at <= ${now}
      and ${isSaleSql("o")}`;
  return Math.max(0, row?.mean ?? 0);
}
