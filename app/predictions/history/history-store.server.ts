import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { groupPurchases } from "~/ml/customers/purchases";
import { MAY_BE_SCORED } from "./may-be-scored.server";
import { endDayOf, type PurchaseHistory } from "./shop-history";

/** Profiles of which purchases are known, in the order of their ids. */
export interface StoredHistory extends PurchaseHistory {
  readonly profileIds: readonly string[];
  /** One a profile; null before the first order. */
  readonly lastOrderAt: readonly (Date | null)[];
}

const PAGE_PROFILES = 2_000;

/**
 * What all customers of a shop bought up to `now`, read page by page, so that no query holds the
 * database for long. Stops early, with what it has, when the signal says so.
 */
export async function readShopHistory(
  db: Db,
  shopId: ShopId,
  now: Date,
  signal: AbortSignal,
): Promise<StoredHistory> {
  const profiles: ProfileRow[] = [];
  const purchases: PurchaseRow[] = [];
  for (let after = ""; !signal.aborted;) {
    const page = await listProfilePage(db, shopId, after);
    const last = page.at(-1);
    if (!last) break;
    profiles.push(...page);
    purchases.push(...(await listPurchases(db, shopId, page, now)));
    after = last.profileId;
  }
  return gathered(profiles, purchases, now);
}

/** The same of some profiles. Those who are gone, or of whom only visits are known, are left out. */
export async function readHistoryOf(
  db: Db,
  shopId: ShopId,
  profileIds: readonly string[],
  now: Date,
): Promise<StoredHistory> {
  const profiles = await db.$queryRaw<ProfileRow[]>`
    select profile_id as "profileId", created_at as "createdAt", first_order_at as "firstOrderAt",
      last_order_at as "lastOrderAt"
    from profile
    where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
      and ${MAY_BE_SCORED}
    order by profile_id`;
  return gathered(profiles, await listPurchases(db, shopId, profiles, now), now);
}

interface ProfileRow {
  readonly profileId: string;
  readonly createdAt: Date;
  readonly firstOrderAt: Date | null;
  readonly lastOrderAt: Date | null;
}

interface PurchaseRow {
  readonly profileId: string;
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
 * What was bought and kept, by profile and day: cancelled, deleted, test and wholly refunded orders
 * are left out. An order in another currency counts, at no value.
 */
async function listPurchases(
  db: Db,
  shopId: ShopId,
  profiles: readonly ProfileRow[],
  now: Date,
): Promise<PurchaseRow[]> {
  const profileIds = profiles.map(({ profileId }) => profileId);
  return db.$queryRaw`
    select o.profile_id as "profileId",
      floor(extract(epoch from o.placed_at) / 86400)::int as day,
      sum(case when o.currency = s.currency then greatest(0, o.total_minor - o.refunded_minor)
        else 0 end)::float8 as value,
      sum((select count(*) from order_line l
        where l.shop_id = o.shop_id and l.order_id = o.order_id and l.quantity > 0))::int as lines
    from "order" o join shop s on s.shop_id = o.shop_id
    where o.shop_id = ${shopId} and o.profile_id = any(${profileIds}::text[])
      and o.placed_at <= ${now} and o.cancelled_at is null and o.deleted_at is null and not o.test
      and not (o.refunded_minor > 0 and o.refunded_minor >= o.total_minor)
    group by 1, 2`;
}

const DAY_MS = 86_400_000;

function gathered(
  profiles: readonly ProfileRow[],
  rows: readonly PurchaseRow[],
  now: Date,
): StoredHistory {
  const places = new Map(profiles.map(({ profileId }, place) => [profileId, place]));
  return {
    profileIds: profiles.map(({ profileId }) => profileId),
    lastOrderAt: profiles.map(({ lastOrderAt }) => lastOrderAt),
    knownSinceDays: Float64Array.from(profiles, ({ createdAt, firstOrderAt }) =>
      Math.floor(Math.min(+createdAt, +(firstOrderAt ?? createdAt)) / DAY_MS),
    ),
    purchases: groupPurchases({
      customers: profiles.length,
      customerOf: Int32Array.from(rows, ({ profileId }) => places.get(profileId) ?? 0),
      days: rows.map(({ day }) => day),
      values: rows.map(({ value }) => value),
      // A purchase has a line, even one whose lines were never told.
      lines: rows.map(({ lines }) => Math.max(1, lines)),
    }),
    endDay: endDayOf(now),
  };
}
