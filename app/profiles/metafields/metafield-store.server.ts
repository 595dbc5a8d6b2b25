import { nextTimeIn } from "~/jobs/next-due-times.server";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { advanceCursors } from "~/events/advance-cursors.server";
import { findCursors } from "~/events/event-store.server";
import { Prisma } from "~/generated/prisma/client";
import { profileIdOfCustomer, type CustomerId, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { FollowedMetafield, METAFIELD_SOURCE, metafieldPropertyOf } from "./followed-metafield";

/** The cursor of the events that say which customers changed. */
const CURSOR = "metafields";
const AHEAD = "profiles";
/** Shopify reports no change of a metafield by itself, so all customers are read again after this time. */
const REREAD_MS = 86_400_000;

/** What a shop follows, and how far it is read. */
interface MetafieldProgress {
  readonly fields: readonly FollowedMetafield[];
  readonly removing: readonly string[];
  readonly nextReadAt: Date;
  /** The last customer of a full reading that is under way; null: none is. */
  readonly readAfter: string | null;
  readonly completedAt: Date | null;
  readonly attempts: number;
  readonly retryAt: Date | null;
}

/** What a shop follows; null if it never followed anything. */
export async function findMetafieldProgress(
  db: Db,
  shopId: ShopId,
): Promise<MetafieldProgress | null> {
  const row = await db.metafieldReading.findUnique({ where: { shopId } });
  return row && { ...row, fields: z.array(FollowedMetafield).parse(row.fields) };
}

/** Follows exactly these metafields: all customers are read soon, and values of others are removed. */
export async function setFollowedMetafields(
  tx: Tx,
  shopId: ShopId,
  fields: readonly FollowedMetafield[],
  now: Date,
): Promise<void> {
  const [row] = await tx.$queryRaw<{ fields: unknown; removing: string[] }[]>`
    select fields, removing from metafield_reading where shop_id = ${shopId} for update`;
  const before = z.array(FollowedMetafield).parse(row?.fields ?? []);
  const names = new Set(fields.map(metafieldPropertyOf));
  const left = [...(row?.removing ?? []), ...before.map(metafieldPropertyOf)];
  const data = {
    fields: fields.map((it) => ({ ...it })),
    removing: [...new Set(left)].filter((name) => !names.has(name)),
    ...{ nextReadAt: now, readAfter: null, attempts: 0, retryAt: null },
  };
  await tx.metafieldReading.upsert({
    where: { shopId },
    create: { shopId, ...data },
    update: data,
  });
  // The full reading covers all earlier changes.
  const [projected = 0n] = await findCursors(tx, shopId, [AHEAD]);
  await advanceCursors(tx, shopId, [[CURSOR, projected]]);
}

/** Shops with values to read or to remove. */
export function selectShopsWithDueMetafields(now: Date): Prisma.Sql {
  return Prisma.sql`
    select reading.shop_id as "shopId" from metafield_reading reading
    join shop on shop.shop_id = reading.shop_id
    where shop.uninstalled_at is null and shop.access_lost_at is null
      and (retry_at is null or retry_at <= ${now}::timestamptz)
      and (cardinality(removing) > 0 or jsonb_array_length(fields) > 0 and (
        next_read_at <= ${now}::timestamptz or exists (
          select 1 from cursor ahead left join cursor own
            on own.shop_id = ahead.shop_id and own.consumer = ${CURSOR}
          where ahead.shop_id = reading.shop_id and ahead.consumer = ${AHEAD}
            and ahead.seq > coalesce(own.seq, 0))))`;
}

/** When a shop's next reading or retry is due. */
export const nextMetafieldTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("metafield_reading", "retry_at", now),
  nextTimeIn("metafield_reading", "next_read_at", now),
];

/** Where a full reading is. Another choice of metafields begins a new one. */
type FullReading = Pick<MetafieldProgress, "nextReadAt" | "readAfter">;

/** Customers to read together, and what to record afterward. */
interface MetafieldSlice {
  readonly profileIds: readonly ProfileId[];
  readonly end:
    | { readonly kind: "events"; readonly readTo: bigint }
    | ({ readonly kind: "all"; readonly isLast: boolean } & FullReading);
}

/** The next customers to read: first those that changed, then, once a day, all. Null if none are due. */
export async function findMetafieldSlice(
  db: Db,
  shopId: ShopId,
  { nextReadAt, readAfter }: FullReading,
  { now, limit }: { readonly now: Date; readonly limit: number },
): Promise<MetafieldSlice | null> {
  const [after = 0n, upTo = 0n] = await findCursors(db, shopId, [CURSOR, AHEAD]);
  if (upTo > after) {
    const rows = await db.$queryRaw<{ seq: bigint; customerId: CustomerId }[]>`
      select seq, customer_id as "customerId" from event
      where shop_id = ${shopId} and seq > ${after} and seq <= ${upTo}
        and kind in ('customer_created', 'customer_updated') and customer_id is not null
      order by seq limit ${limit}::int`;
    const readTo = rows.length === limit ? (rows.at(-1)?.seq ?? upTo) : upTo;
    const customerIds = [...new Set(rows.map(({ customerId }) => customerId))];
    return { profileIds: customerIds.map(profileIdOfCustomer), end: { kind: "events", readTo } };
  }
  if (nextReadAt > now) return null;
  const rows = await db.$queryRaw<{ profileId: ProfileId }[]>`
    select profile_id as "profileId" from profile
    where shop_id = ${shopId} and profile_id > ${readAfter ?? ""}
      and customer_id is not null and deleted_at is null
    order by profile_id limit ${limit}::int`;
  const profileIds = rows.map(({ profileId }) => profileId);
  const isLast = profileIds.length < limit;
  return { profileIds, end: { kind: "all", isLast, nextReadAt, readAfter } };
}

interface ReadValue {
  readonly profileId: ProfileId;
  /** The name of the property. */
  readonly name: string;
  /** Null: the customer has none. */
  readonly value: string | null;
}

/**
 * Records values that were read, except of metafields that are no longer followed and of erased customers, and that
 * the slice is done.
 *
 * @returns how many values changed
 */
export async function recordMetafields(
  tx: Tx,
  shopId: ShopId,
  { slice, values }: { readonly slice: MetafieldSlice; readonly values: readonly ReadValue[] },
  now: Date,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ fields: unknown }[]>`
    select fields from metafield_reading where shop_id = ${shopId} for update`;
  const names = new Set(
    z
      .array(FollowedMetafield)
      .parse(row?.fields ?? [])
      .map(metafieldPropertyOf),
  );
  // An erasure waits for these locks, or was before and leaves no row to lock.
  const known = await tx.$queryRaw<{ profileId: ProfileId }[]>`
    select profile_id as "profileId" from profile
    where shop_id = ${shopId} and profile_id = any(${[...slice.profileIds]}::text[])
      and customer_id is not null and deleted_at is null
    order by profile_id for no key update`;
  const customers = new Set<string>(known.map(({ profileId }) => profileId));
  const rows = values
    .filter(({ profileId, name }) => customers.has(profileId) && names.has(name))
    .map(({ profileId, name, value }) => ({ profile_id: profileId, name, value }));
  const changed = await tx.$executeRaw`
    insert into profile_property (shop_id, profile_id, name, value, flow_id, set_at)
    select ${shopId}, found.profile_id, found.name, found.value, ${METAFIELD_SOURCE},
      ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as found (
      profile_id text, name text, value text)
    where found.value is not null or exists (
      select 1 from profile_property earlier where earlier.shop_id = ${shopId}
        and earlier.profile_id = found.profile_id and earlier.name = found.name)
    on conflict (shop_id, profile_id, name) do update
      set value = excluded.value, flow_id = excluded.flow_id, set_at = excluded.set_at
      where profile_property.value is distinct from excluded.value`;
  await recordEnd(tx, shopId, slice, now);
  return changed;
}

async function recordEnd(
  tx: Tx,
  shopId: ShopId,
  { end, profileIds }: MetafieldSlice,
  now: Date,
): Promise<void> {
  const noError = { attempts: 0, retryAt: null };
  if (end.kind === "events") {
    await advanceCursors(tx, shopId, [[CURSOR, end.readTo]]);
    await tx.metafieldReading.updateMany({ where: { shopId }, data: noError });
    return;
  }
  const { isLast, nextReadAt, readAfter } = end;
  const done = { readAfter: null, completedAt: now, nextReadAt: new Date(+now + REREAD_MS) };
  await tx.metafieldReading.updateMany({
    // Not after another choice meanwhile, which all customers are to be read for.
    where: { shopId, nextReadAt, readAfter },
    data: { ...(isLast ? done : { readAfter: profileIds.at(-1) ?? null }), ...noError },
  });
}

/**
 * Removes values of metafields that are no longer followed. The rows stay without a value, so that segments notice.
 *
 * @returns how many, at most `limit`
 */
export async function removeUnfollowedValues(
  tx: Tx,
  shopId: ShopId,
  { limit, now }: { readonly limit: number; readonly now: Date },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ removing: string[] }[]>`
    select removing from metafield_reading where shop_id = ${shopId} for update`;
  if (!row || row.removing.length === 0) return 0;
  const removed = await tx.$executeRaw`
    update profile_property set value = null, set_at = ${now}::timestamptz
    where shop_id = ${shopId} and (profile_id, name) in (
      select profile_id, name from profile_property
      where shop_id = ${shopId} and name = any(${row.removing}::text[]) and value is not null
      limit ${limit}::int)`;
  if (removed < limit) {
    await tx.metafieldReading.updateMany({ where: { shopId }, data: { removing: [] } });
  }
  return removed;
}

/** Postpones the reading of these fields after an error, unless others were chosen meanwhile. */
export async function retryMetafieldsAt(
  db: Db,
  shopId: ShopId,
  fields: readonly FollowedMetafield[],
  { attempts, retryAt }: { readonly attempts: number; readonly retryAt: Date },
): Promise<void> {
  await db.metafieldReading.updateMany({
    where: { shopId, fields: { equals: fields.map((it) => ({ ...it })) } },
    data: { attempts, retryAt },
  });
}
