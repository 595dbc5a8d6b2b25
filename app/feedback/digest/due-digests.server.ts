import { Prisma } from "~/generated/prisma/client";

/** Hour on Monday in the shop's time zone. */
const FROM_HOUR = 8;
/** After this many days the report is skipped. */
const LATEST_DAYS = 2;

/**
 * Installed shops whose report for the last week is due: from Monday morning, if the shop was installed all
 * week and has reports on.
 */
export function selectShopsDueForDigest(now: Date): Prisma.Sql {
  return Prisma.sql`
    with here as (
      select shop_id, installed_at, time_zone, ${now}::timestamptz at time zone time_zone as clock
      from shop
      where uninstalled_at is null and closed_at is null)
    , due as (
      select *, date_trunc('week', clock) as monday from here)
    select due.shop_id as "shopId" from due
    left join settings on settings.shop_id = due.shop_id
    left join system_email digest on digest.shop_id = due.shop_id and digest.kind = 'digest'
      and digest.email_id = to_char(due.monday - interval '7 days', 'YYYY-MM-DD')
    where due.clock >= due.monday + make_interval(hours => ${FROM_HOUR}::int)
      and due.clock < due.monday + make_interval(days => ${LATEST_DAYS}::int)
      and due.installed_at at time zone due.time_zone < due.monday - interval '7 days'
      and coalesce((settings.sending->>'weeklyDigest')::boolean, true)
      and (digest.shop_id is null or (digest.next_run_at <= ${now}::timestamptz
        and (digest.lease_until is null or digest.lease_until <= ${now}::timestamptz)))`;
}
