import type { Db } from "~/db.server";
import { keepCount } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import { dayIn } from "~/lib/calendar-day";
import { cohortsOf, monthBefore, type Cohort, type CohortCell } from "./cohort";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

export interface CohortPage {
  readonly currency: string;
  readonly cohorts: readonly Cohort[];
  /** Of the cohorts: `Counted`. */
  readonly countedAt: string | null;
}

/** A table of more months is hard to read. */
const MONTHS = 12;

/** Data of the cohorts page: customers by month of first order, and their later orders. */
export async function getCohortPage(db: Db, shopId: ShopId, now: Date): Promise<CohortPage> {
  const { timeZone, currency } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true, currency: true },
  });
  const thisMonth = dayIn(now, timeZone).slice(0, 7);
  const { value, countedAt } = await keepCount(
    shopId,
    `cohorts/${thisMonth}`,
    { now, sizeOf: (cells) => cells.reduce((sum, { people }) => sum + people, 0) },
    () => countCohorts(db, shopId, monthBefore(thisMonth, MONTHS - 1)),
  );
  return { currency, cohorts: cohortsOf(value, thisMonth), countedAt };
}

/** Counts customers and revenue by month of first order and month after it. */
async function countCohorts(db: Db, shopId: ShopId, firstMonth: string): Promise<CohortCell[]> {
  return db.$queryRaw<CohortCell[]>`
    with monthly as (
      select o.profile_id, date_trunc('month', o.placed_at at time zone shop.time_zone) as month,
        sum(case when o.currency = shop.currency then o.total_minor - o.refunded_minor else 0 end)
          as net
      from "order" o join shop on shop.shop_id = o.shop_id
      where o.shop_id = ${shopId} and o.profile_id is not null
        and ${isSaleSql("o")}
      group by 1, 2)
    , counted as (
      select began, month, count(*)::int as people, sum(net)::float8 as net
      from (
        select month, net, min(month) over (partition by profile_id) as began from monthly) as dated
      where began >= ${`${firstMonth}-01`}::date
      group by 1, 2)
    select to_char(began, 'YYYY-MM') as month,
      (extract(year from age(month, began)) * 12 + extract(month from age(month, began)))::int
        as "monthsAfter",
      people, net as "netMinor"
    from counted
    order by 1, 2`;
}
