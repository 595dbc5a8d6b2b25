import type { Tx } from "~/db.server";
import { advanceCursors } from "~/events/advance-cursors.server";
import { findCursors } from "~/events/event-store.server";
import { PIXEL_KINDS } from "~/events/browsing";
import { Prisma } from "~/generated/prisma/client";
import { profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import { customerIdSql, isCustomerSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";

/** Cursors of the membership updates: events, browsing, predictions and properties. */
export const EVENT_CURSOR = "segments";
const BROWSING_CURSOR = "segments-browsing";
const SCORE_CURSOR = "segments-scores";
const PROPERTY_CURSOR = "segments-notes";

const SLICE_ROWS = 200;
/** Events of segments, predictions and workflows do not change customer facts. */
const IGNORED_KINDS = [
  "segment_joined",
  "segment_left",
  "shopify_segment_changed",
  "churn_predicted",
  "intent_predicted",
  "flow_entry_requested",
];

export interface ChangedProfiles {
  readonly profileIds: readonly ProfileId[];
  /** Whether a slice was full, so that more may follow. */
  readonly more: boolean;
}

/** Changed profiles and the next cursor; `null`: unchanged. */
interface Slice extends ChangedProfiles {
  readonly readTo: bigint | null;
}

/**
 * Customers with new events, browsing or, if a rule needs them, predictions or properties since the
 * last call. Advances the cursors.
 *
 * @param scoresSince earlier predictions were part of a full evaluation; `null`: no rule needs predictions
 * @param propertiesSince the same for properties set by flows
 */
export async function takeChangedProfiles(
  tx: Tx,
  shopId: ShopId,
  {
    scoresSince,
    propertiesSince,
  }: { readonly scoresSince: Date | null; readonly propertiesSince: Date | null },
  now: Date,
): Promise<ChangedProfiles> {
  const cursors = [
    EVENT_CURSOR,
    BROWSING_CURSOR,
    SCORE_CURSOR,
    PROPERTY_CURSOR,
    "profiles",
    "browsing",
  ];
  const [
    readUpTo = 0n,
    browsed = 0n,
    scored = 0n,
    propertySeq = 0n,
    projected = 0n,
    browsing = 0n,
  ] = await findCursors(tx, shopId, cursors);
  const scoreRead = { cursor: scored, since: scoresSince, settledMs: Infinity };
  const settledMs = now.getTime() - OUT_OF_ORDER_MS;
  const propertyRead = { cursor: propertySeq, since: propertiesSince, settledMs };
  const slices = [
    { cursorName: EVENT_CURSOR, ...(await readEventChanges(tx, shopId, readUpTo, projected)) },
    { cursorName: BROWSING_CURSOR, ...(await readBrowsingChanges(tx, shopId, browsed, browsing)) },
    { cursorName: SCORE_CURSOR, ...(await readTimedChanges(tx, scoreRowsSql(shopId), scoreRead)) },
    {
      cursorName: PROPERTY_CURSOR,
      ...(await readTimedChanges(tx, propertyRowsSql(shopId), propertyRead)),
    },
  ];
  const moved = slices.flatMap(({ cursorName, readTo }) =>
    readTo === null ? [] : [[cursorName, readTo] as const],
  );
  if (moved.length > 0) await advanceCursors(tx, shopId, moved);
  return {
    profileIds: [...new Set(slices.flatMap(({ profileIds }) => profileIds))],
    more: slices.some(({ more }) => more),
  };
}

async function readEventChanges(
  tx: Tx,
  shopId: ShopId,
  after: bigint,
  upTo: bigint,
): Promise<Slice> {
  if (upTo <= after) return NO_CHANGES;
  const rows = await tx.$queryRaw<{ seq: bigint; customerIds: (string | null)[] }[]>`
    -- Under row-level security, an index is used only if what is looked up is a plain column.
    with changed as materialized (
      select seq, customer_id, payload->>'intoCustomerId' as into_id, payload->>'orderId' as order_id
      from event
      where shop_id = ${shopId} and seq > ${after} and seq <= ${upTo} and visitor_id is null
        and kind <> all(${IGNORED_KINDS}::text[])
      order by seq limit ${SLICE_ROWS})
    select seq, array[customer_id, into_id, (
      -- Events of refunds and order deletions contain no customer.
      select ${customerIdSql()} from "order" placed
      where placed.shop_id = ${shopId} and placed.order_id = changed.order_id)] as "customerIds"
    from changed order by seq`;
  const more = rows.length === SLICE_ROWS;
  const profileIds = rows.flatMap(({ customerIds }) =>
    customerIds.flatMap((id) => (id === null ? [] : profileIdOfCustomer(id))),
  );
  return { profileIds, more, readTo: more ? (rows.at(-1)?.seq ?? upTo) : upTo };
}

async function readBrowsingChanges(
  tx: Tx,
  shopId: ShopId,
  after: bigint,
  upTo: bigint,
): Promise<Slice> {
  if (upTo <= after) return NO_CHANGES;
  const rows = await tx.$queryRaw<{ seq: bigint; profileIds: ProfileId[] }[]>`
    select seq, array(
      select distinct profile_id from visit
      where visit.shop_id = event.shop_id and visit.visitor_id = event.visitor_id
        and ${isCustomerSql()}) as "profileIds"
    from event
    where shop_id = ${shopId} and seq > ${after} and seq <= ${upTo} and visitor_id is not null
      and kind = any(${[...PIXEL_KINDS]}::text[])
    order by seq limit ${SLICE_ROWS}`;
  const more = rows.length === SLICE_ROWS;
  const profileIds = rows.flatMap((row) => row.profileIds);
  return { profileIds, more, readTo: more ? (rows.at(-1)?.seq ?? upTo) : upTo };
}

/** Profiles with the time of their predictions. */
const scoreRowsSql = (shopId: ShopId) => Prisma.sql`
  select profile_id, computed_at as at from prediction where shop_id = ${shopId}`;
/** Profiles with the time of their properties. */
const propertyRowsSql = (shopId: ShopId) => Prisma.sql`
  select profile_id, set_at as at from profile_property where shop_id = ${shopId}`;

/** Concurrent flows may commit out of order, so this much is read again. */
const OUT_OF_ORDER_MS = 60_000;

/**
 * Reads by time in milliseconds. Rows of one instant are read together.
 *
 * @param rows profile ids with an instant
 * @param read.since the earliest instant; `null`: reads nothing
 * @param read.settledMs later rows are read again, since commits may be out of order
 */
async function readTimedChanges(
  tx: Tx,
  rows: Prisma.Sql,
  read: { readonly cursor: bigint; readonly since: Date | null; readonly settledMs: number },
): Promise<Slice> {
  if (read.since === null) return NO_CHANGES;
  const after = new Date(Math.max(Number(read.cursor), read.since.getTime()));
  const found = await tx.$queryRaw<{ profileId: ProfileId; at: Date }[]>`
    select profile_id as "profileId", at from (${rows}) as dated
    where at > ${after} order by at fetch first ${SLICE_ROWS} rows with ties`;
  const last = found.at(-1);
  if (!last) return NO_CHANGES;
  const more = found.length >= SLICE_ROWS;
  const lastMs = last.at.getTime();
  const readToMs = more ? lastMs : Math.max(Math.min(lastMs, read.settledMs), after.getTime());
  const profileIds = [...new Set(found.map(({ profileId }) => profileId))];
  return { profileIds, more, readTo: BigInt(readToMs) };
}

/**
 * Skips all pending changes: a shop without segments has nothing to update, and the first
 * members of a segment are found by a full evaluation.
 */
export async function skipChangedProfiles(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  const [readUpTo = 0n, browsed = 0n] = await findCursors(tx, shopId, ["profiles", "browsing"]);
  await advanceCursors(tx, shopId, [
    [EVENT_CURSOR, readUpTo],
    [BROWSING_CURSOR, browsed],
    [SCORE_CURSOR, BigInt(now.getTime())],
    [PROPERTY_CURSOR, BigInt(now.getTime() - OUT_OF_ORDER_MS)],
  ]);
}

const NO_CHANGES: Slice = { profileIds: [], more: false, readTo: null };
