import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { customerIdOf, type ProfileId } from "~/lib/profile-id";
import { profileIdSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import { groupEngagement } from "~/ml/customers/engagement";
import { groupPurchases } from "~/ml/customers/purchases";
import { MAY_BE_SCORED } from "../may-be-scored.server";
import { endDayOf, type PurchaseHistory } from "./shop-history";
import { isKeptSaleSql } from "~/profiles/order-standing-sql.server";

/** Profiles with purchases, by id. */
export interface StoredHistory extends PurchaseHistory {
  readonly profileIds: readonly ProfileId[];
  /** One per profile; null before the first order. */
  readonly lastOrderAt: readonly (Date | null)[];
}

const PAGE_PROFILES = 2_000;

/**
 * Reads all purchases of a shop up to `now`, page by page, so that no query runs long. Returns
 * early with partial data when aborted.
 */
export async function readShopHistory(
  db: Db,
  shopId: ShopId,
  now: Date,
  signal: AbortSignal,
): Promise<StoredHistory> {
  const profiles: ProfileRow[] = [];
  const purchases: PurchaseRow[] = [];
  const engagement: EngagementRow[] = [];
  for (let after = ""; !signal.aborted;) {
    const page = await listProfilePage(db, shopId, after);
    const last = page.at(-1);
    if (!last) break;
    const profileIds = page.map(({ profileId }) => profileId);
    profiles.push(...page);
    purchases.push(...(await db.$queryRaw<PurchaseRow[]>(purchasesSql(shopId, profileIds, now))));
    engagement.push(
      ...(await db.$queryRaw<EngagementRow[]>(engagementSql(shopId, profileIds, now))),
    );
    after = last.profileId;
  }
  return toStoredHistory({ profiles, purchases, engagement }, now);
}

/** The rows of `toStoredHistory`. */
export interface HistoryRows {
  readonly profiles: readonly ProfileRow[];
  readonly purchases: readonly PurchaseRow[];
  readonly engagement: readonly EngagementRow[];
}

/** Reads the purchases of some profiles, without deleted profiles and those with visits only. */
export async function loadHistoryRows(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  now: Date,
): Promise<HistoryRows> {
  const [profiles, purchases, engagement] = await Promise.all([
    readRows<ProfileRow>(
      db,
      Prisma.sql`
        select profile_id as "profileId", created_at as "createdAt",
          first_order_at as "firstOrderAt", last_order_at as "lastOrderAt"
        from profile
        where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
          and ${MAY_BE_SCORED}
        order by profile_id`,
      { createdAt: "instant", firstOrderAt: "instant", lastOrderAt: "instant" },
    ),
    readRows<PurchaseRow>(db, purchasesSql(shopId, profileIds, now)),
    readRows<EngagementRow>(db, engagementSql(shopId, profileIds, now)),
  ]);
  return { profiles, purchases, engagement };
}

interface ProfileRow {
  readonly profileId: ProfileId;
  readonly createdAt: Date;
  readonly firstOrderAt: Date | null;
  readonly lastOrderAt: Date | null;
}

interface PurchaseRow {
  readonly profileId: ProfileId;
  readonly day: number;
  readonly value: number;
  readonly lines: number;
}

async function listProfilePage(db: Db, shopId: ShopId, after: string): Promise<ProfileRow[]> {
  return db.$queryRaw`
    select profile_id as "profileId", created_at as "createdAt", first_order_at as "firstOrderAt",
      last_order_at as "lastOrderAt"
    from profile
    where shop_id = ${shopId} and profile_id > ${after}
      and ${MAY_BE_SCORED}
    order by profile_id limit ${PAGE_PROFILES}`;
}

/**
 * Purchases by profile and day, without canceled, deleted, test and fully refunded orders. An
 * order in another currency counts with value 0.
 */
function purchasesSql(shopId: ShopId, profileIds: readonly ProfileId[], now: Date): Prisma.Sql {
  return Prisma.sql`
    select o.profile_id as "profileId",
      floor(extract(epoch from o.placed_at) / 86400)::int as day,
      sum(case when o.currency = s.currency then greatest(0, o.total_minor - o.refunded_minor)
        else 0 end)::float8 as value,
      sum((select count(*) from order_line l
        where l.shop_id = o.shop_id and l.order_id = o.order_id and l.quantity > 0))::int as lines
    from "order" o join shop s on s.shop_id = o.shop_id
    where o.shop_id = ${shopId} and o.profile_id = any(${[...profileIds]}::text[])
      and o.placed_at <= ${now} and ${isKeptSaleSql("o")}
    group by 1, 2`;
}

interface EngagementRow {
  readonly profileId: ProfileId;
  readonly day: number;
  readonly clicks: number;
  readonly visits: number;
  readonly dwellSeconds: number;
  readonly searches: number;
  readonly views: number;
}

/**
 * Human clicks and visits, by profile and day. A visit counts on the day when its browser was
 * identified, if that is later: many browsers are identified by the order that ends the visit, and
 * a feature must not leak the outcome.
 */
function engagementSql(shopId: ShopId, profileIds: readonly ProfileId[], now: Date): Prisma.Sql {
  const customerIds = profileIds.flatMap((id) => customerIdOf(id) ?? []);
  return Prisma.sql`
    with done as (
      select v.profile_id, greatest(v.started_at, known.at) as at, 0 as clicks, 1 as visits,
        v.dwell_seconds, cardinality(v.searches) as searches, jsonb_array_length(v.viewed) as views
      from visit v
      left join lateral (
        select min(j.joined_at) as at from visitor_join j
        where j.shop_id = v.shop_id and j.visitor_id = v.visitor_id
          and ${profileIdSql("j.customer_id")} = v.profile_id and j.reversed_at is null
      ) known on true
      where v.shop_id = ${shopId} and v.profile_id = any(${[...profileIds]}::text[])
      union all
      select ${profileIdSql()}, occurred_at, 1, 0, 0, 0, 0
      from event
      where shop_id = ${shopId} and customer_id = any(${customerIds}::text[])
        and kind = 'email_clicked' and payload->>'classification' = 'human')
    select profile_id as "profileId", floor(extract(epoch from at) / 86400)::int as day,
      sum(clicks)::int as clicks, sum(visits)::int as visits,
      sum(dwell_seconds)::float8 as "dwellSeconds", sum(searches)::int as searches,
      sum(views)::int as views
    from done where at <= ${now} group by 1, 2`;
}

const DAY_MS = 86_400_000;

/** Rows of other profiles are ignored. */
export function toStoredHistory(rows: HistoryRows, now: Date): StoredHistory {
  const { profiles } = rows;
  const places = new Map(profiles.map(({ profileId }, place) => [profileId, place]));
  const purchases = rows.purchases.filter(({ profileId }) => places.has(profileId));
  const engagement = rows.engagement.filter(({ profileId }) => places.has(profileId));
  return {
    profileIds: profiles.map(({ profileId }) => profileId),
    lastOrderAt: profiles.map(({ lastOrderAt }) => lastOrderAt),
    knownSinceDays: Float64Array.from(profiles, ({ createdAt, firstOrderAt }) =>
      Math.floor(Math.min(+createdAt, +(firstOrderAt ?? createdAt)) / DAY_MS),
    ),
    purchases: {
      ...groupPurchases({
        customers: profiles.length,
        customerOf: Int32Array.from(purchases, ({ profileId }) => places.get(profileId) ?? 0),
        days: purchases.map(({ day }) => day),
        values: purchases.map(({ value }) => value),
        // An order without reported lines still counts as a purchase with one line.
        lines: purchases.map(({ lines }) => Math.max(1, lines)),
      }),
      ...(engagement.length > 0 && {
        engagement: groupEngagement({
          customers: profiles.length,
          customerOf: engagement.map(({ profileId }) => places.get(profileId) ?? 0),
          days: engagement.map(({ day }) => day),
          clicks: engagement.map(({ clicks }) => clicks),
          visits: engagement.map(({ visits }) => visits),
          dwellSeconds: engagement.map(({ dwellSeconds }) => dwellSeconds),
          searches: engagement.map(({ searches }) => searches),
          views: engagement.map(({ views }) => views),
        }),
      }),
    },
    endDay: endDayOf(now),
  };
}
