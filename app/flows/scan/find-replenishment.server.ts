import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import { DurationMs, addMs } from "../definition/duration";
import { mayEnterSql } from "./may-enter-sql.server";
import type { Finder } from "./scan";
import { predictUsedUpAt } from "./predict-used-up-at";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

/** Maximum coefficient of variation of regular repurchase intervals. */
const MAX_VARIATION = 0.6;
/** Minimum repeat purchases of a tagged product. */
const MIN_TAGGED_REPEATS = 3;
/** Days for which a missed date is caught up, after downtime. */
const LATE_DAYS = 3;

interface UsageRow {
  readonly profileId: ProfileId;
  readonly key: string;
  readonly productId: string;
  readonly variantId: string | null;
  readonly lastAt: Date;
  readonly units: number;
  readonly ownDaysPerUnit: readonly number[] | null;
  readonly usualDaysPerUnit: number | null;
}

/**
 * Customers who are about to use up a product (`predict-used-up-at.ts`): products that enough customers rebuy at
 * regular intervals, and tagged products. Orders of one day are one purchase. The statement
 * selects customers due by their own interval or the product's: the date lies between the two.
 */
export const findReplenishment: Finder<"replenishment_due"> = async (
  { db, shopId, flow, limit, now },
  { daysBefore, minRepeatBuyers, tag },
) => {
  const key = Prisma.sql`'again/' || own.product_id || '/' || to_char(own.last_at at time zone 'UTC', 'YYYY-MM-DD')`;
  const from = addMs(now, DurationMs.days(daysBefore - LATE_DAYS));
  const to = addMs(now, DurationMs.days(daysBefore));
  const rows = await db.$queryRaw<UsageRow[]>`
    with bought as (
      select "order".profile_id, line.product_id, max("order".placed_at) as at,
        (array_agg(line.variant_id order by "order".placed_at desc, line.line_id))[1] as variant_id,
        sum(line.quantity) as units
      from "order"
      join order_line line on line.shop_id = "order".shop_id and line.order_id = "order".order_id
      where "order".shop_id = ${shopId} and "order".profile_id is not null and ${isSaleSql()}
        and line.product_id is not null
        and "order".placed_at > ${addMs(now, -DurationMs.days(730))}::timestamptz
      group by "order".profile_id, line.product_id, ("order".placed_at at time zone 'UTC')::date
      having sum(line.quantity) > 0
    ), purchases as (
      select *, extract(epoch from at - lag(at) over before)::float8 / 86400
        / lag(units) over before as days_per_unit
      from bought window before as (partition by profile_id, product_id order by at)
    ), tagged as (
      select product_id from product
      where shop_id = ${shopId} and deleted_at is null and ${tag} <> ''
        and exists (select 1 from unnest(tags) as own where lower(own) = lower(${tag}))
    ), usual as (
      select purchases.product_id,
        case when count(tagged.product_id) = 0 or count(*) >= ${MIN_TAGGED_REPEATS}
          then percentile_cont(0.5) within group (order by days_per_unit) end as days_per_unit
      from purchases left join tagged on tagged.product_id = purchases.product_id
      where days_per_unit is not null
      group by purchases.product_id
      having count(tagged.product_id) > 0
        or (count(distinct profile_id) >= ${minRepeatBuyers}
          and coalesce(stddev_samp(days_per_unit), 0) < ${MAX_VARIATION} * avg(days_per_unit))
    ), own as (
      select purchases.profile_id, purchases.product_id, max(at) as last_at,
        (array_agg(variant_id order by at desc))[1] as variant_id,
        (array_agg(units order by at desc))[1] as units,
        array_agg(purchases.days_per_unit) filter (where purchases.days_per_unit is not null) as repeats,
        percentile_cont(0.5) within group (order by purchases.days_per_unit) as median,
        max(usual.days_per_unit) as usual
      from purchases join usual on usual.product_id = purchases.product_id
      group by purchases.profile_id, purchases.product_id
    )
    select own.profile_id as "profileId", ${key} as key, own.product_id as "productId",
      own.variant_id as "variantId", own.last_at as "lastAt", own.units::float8 as units,
      own.repeats as "ownDaysPerUnit", own.usual as "usualDaysPerUnit"
    from own join profile on profile.shop_id = ${shopId} and profile.profile_id = own.profile_id
    where ${mayEnterSql(flow, key, now)}
      and own.last_at + interval '1 day' * (own.units * least(own.median, own.usual))
        <= ${to}::timestamptz
      and own.last_at + interval '1 day' * (own.units * greatest(own.median, own.usual))
        >= ${from}::timestamptz
    order by own.last_at, own.profile_id, own.product_id`;
  return rows
    .filter((row) => {
      const usage = { ...row, ownDaysPerUnit: row.ownDaysPerUnit ?? [] };
      const at = predictUsedUpAt(usage, row.usualDaysPerUnit);
      return at !== null && at >= from && at <= to;
    })
    .slice(0, limit)
    .map(({ profileId, key: matchKey, productId, variantId, lastAt }) => ({
      profileId,
      about: {
        ...{ kind: "product" as const, key: matchKey, productId, variantId },
        ...{ at: lastAt, seenMinor: null },
      },
      firesAt: now,
    }));
};
