import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { RankingTrigger } from "../definition/trigger";
import { DurationMs, addMs } from "../definition/duration";
import { isSaleSql } from "~/profiles/order-standing-sql.server";

/** A profile that qualified for a ranking trigger. */
interface RankedRef {
  readonly profileId: ProfileId;
  readonly found: RankingTrigger;
}

/** Loads a predicate: whether a profile no longer qualifies for its ranking trigger. Unranked profiles do not. */
export async function recheckRankings(
  db: Db,
  shopId: ShopId,
  refs: readonly RankedRef[],
  now: Date,
): Promise<(ref: RankedRef) => boolean> {
  const listProfileIds = (kind: RankingTrigger["kind"]) =>
    refs.flatMap(({ profileId, found }) => (found.kind === kind ? [profileId] : []));
  const best = await loadCustomerRanks(db, shopId, listProfileIds("top_customer"), now);
  const expected = await loadExpectedOrders(db, shopId, listProfileIds("order_expected"));
  return ({ profileId, found }) => {
    if (found.kind === "top_customer") return (best.get(profileId) ?? 1) > found.topShare;
    const { rank = 1, nextOrderAt = null } = expected.get(profileId) ?? {};
    // An overdue order is still expected.
    const isExpected =
      nextOrderAt !== null && nextOrderAt <= addMs(now, DurationMs.days(found.withinDays));
    return rank > found.topShare && !isExpected;
  };
}

/**
 * Customer ranks by net spend over twelve months (`paid`) and by
 * predicted value (`predicted`), as CTEs: 0.1 is the top tenth.
 */
export function customerRanksSql(shopId: ShopId, now: Date): Prisma.Sql {
  return Prisma.sql`paid as (
      select profile_id, cume_dist() over (order by sum(total_minor - refunded_minor) desc) as rank
      from "order"
      where shop_id = ${shopId} and profile_id is not null and ${isSaleSql()}
        and placed_at > ${addMs(now, -DurationMs.days(365))}::timestamptz
      group by profile_id
    ), predicted as (
      select profile_id, cume_dist() over (order by value_minor desc) as rank
      from prediction where shop_id = ${shopId} and value_minor is not null
    )`;
}

async function loadCustomerRanks(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<Map<string, number>> {
  if (profileIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ profileId: ProfileId; rank: number | null }[]>`
    with ${customerRanksSql(shopId, now)}
    select requested.profile_id as "profileId", least(paid.rank, predicted.rank) as rank
    from unnest(${[...profileIds]}::text[]) as requested (profile_id)
    left join paid on paid.profile_id = requested.profile_id
    left join predicted on predicted.profile_id = requested.profile_id`;
  return new Map(rows.flatMap(({ profileId, rank }) => (rank === null ? [] : [[profileId, rank]])));
}

interface ExpectedOrder {
  readonly rank: number;
  readonly nextOrderAt: Date | null;
}

async function loadExpectedOrders(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<Map<string, ExpectedOrder>> {
  if (profileIds.length === 0) return new Map();
  const rows = await db.$queryRaw<(ExpectedOrder & { readonly profileId: ProfileId })[]>`
    select profile_id as "profileId", rank, next_order_at as "nextOrderAt" from (
      select profile_id, next_order_at,
        cume_dist() over (order by buy_7_rate desc nulls last) as rank
      from prediction where shop_id = ${shopId}
    ) ranked
    where profile_id = any(${[...profileIds]}::text[])`;
  return new Map(rows.map(({ profileId, ...expected }) => [profileId, expected]));
}
