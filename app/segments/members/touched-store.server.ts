import type { Tx } from "~/db.server";
import { advanceCursor, findCursor } from "~/events/event-store.server";
import { PIXEL_KINDS } from "~/events/pixel/browsing";
import type { ShopId } from "~/lib/shop-id";

/** How far memberships have followed: the shop's events, what browsers told, and scores. */
export const FOLLOWED = "segments";
const BROWSED = "segments-browsing";
const SCORED = "segments-scores";

const SLICE_ROWS = 200;
/** What segments themselves tell changes nobody's facts. */
const OWN_KINDS = ["segment_joined", "segment_left"];

export interface Touched {
  readonly profileIds: readonly string[];
  /** Whether a slice was full, so that more may be waiting. */
  readonly more: boolean;
}

/**
 * Customers of whom something new was told, browsed or, where a rule asks for it, predicted since the
 * last call. The cursors move on.
 *
 * @param scoredSince who was scored before that was looked at with everybody; `null`: no rule asks for scores
 */
export async function takeTouched(
  tx: Tx,
  shopId: ShopId,
  { scoredSince }: { readonly scoredSince: Date | null },
): Promise<Touched> {
  const slices = [
    await takeTold(tx, shopId),
    await takeBrowsed(tx, shopId),
    scoredSince ? await takeScored(tx, shopId, scoredSince) : NOBODY,
  ];
  return {
    profileIds: [...new Set(slices.flatMap(({ profileIds }) => profileIds))],
    more: slices.some(({ more }) => more),
  };
}

async function takeTold(tx: Tx, shopId: ShopId): Promise<Touched> {
  const after = await findCursor(tx, shopId, FOLLOWED);
  const upTo = await findCursor(tx, shopId, "profiles");
  if (upTo <= after) return NOBODY;
  const rows = await tx.$queryRaw<{ seq: bigint; customerIds: (string | null)[] }[]>`
    select seq, array[customer_id, payload->>'intoCustomerId', (
      -- A refund, and the end of an order, are told without the customer.
      select substr(profile_id, 2) from "order" placed
      where placed.shop_id = event.shop_id and placed.order_id = event.payload->>'orderId')]
      as "customerIds"
    from event
    where shop_id = ${shopId} and seq > ${after} and seq <= ${upTo} and visitor_id is null
      and kind <> all(${OWN_KINDS}::text[])
    order by seq limit ${SLICE_ROWS}`;
  const more = rows.length === SLICE_ROWS;
  await advanceCursor(tx, shopId, FOLLOWED, more ? (rows.at(-1)?.seq ?? upTo) : upTo);
  const profileIds = rows.flatMap(({ customerIds }) =>
    customerIds.flatMap((id) => (id === null ? [] : `c${id}`)),
  );
  return { profileIds, more };
}

async function takeBrowsed(tx: Tx, shopId: ShopId): Promise<Touched> {
  const after = await findCursor(tx, shopId, BROWSED);
  const upTo = await findCursor(tx, shopId, "browsing");
  if (upTo <= after) return NOBODY;
  const rows = await tx.$queryRaw<{ seq: bigint; profileIds: string[] }[]>`
    select seq, array(
      select distinct profile_id from visit
      where visit.shop_id = event.shop_id and visit.visitor_id = event.visitor_id
        and profile_id like 'c%') as "profileIds"
    from event
    where shop_id = ${shopId} and seq > ${after} and seq <= ${upTo} and visitor_id is not null
      and kind = any(${[...PIXEL_KINDS]}::text[])
    order by seq limit ${SLICE_ROWS}`;
  const more = rows.length === SLICE_ROWS;
  await advanceCursor(tx, shopId, BROWSED, more ? (rows.at(-1)?.seq ?? upTo) : upTo);
  return { profileIds: rows.flatMap(({ profileIds }) => profileIds), more };
}

/** By when they were scored, in milliseconds: those of one instant are taken together. */
async function takeScored(tx: Tx, shopId: ShopId, since: Date): Promise<Touched> {
  const cursor = Number(await findCursor(tx, shopId, SCORED));
  const after = new Date(Math.max(cursor, since.getTime()));
  const rows = await tx.$queryRaw<{ profileId: string; computedAt: Date }[]>`
    select profile_id as "profileId", computed_at as "computedAt" from prediction
    where shop_id = ${shopId} and computed_at > ${after}
    order by computed_at fetch first ${SLICE_ROWS} rows with ties`;
  const last = rows.at(-1);
  if (!last) return NOBODY;
  await advanceCursor(tx, shopId, SCORED, BigInt(last.computedAt.getTime()));
  return {
    profileIds: rows.map(({ profileId }) => profileId),
    more: rows.length >= SLICE_ROWS,
  };
}

/**
 * Passes over all that is there: a shop without segments has nobody to look at, and a segment's first
 * members are found among everybody.
 */
export async function skipTouched(tx: Tx, shopId: ShopId, now: Date): Promise<void> {
  await advanceCursor(tx, shopId, FOLLOWED, await findCursor(tx, shopId, "profiles"));
  await advanceCursor(tx, shopId, BROWSED, await findCursor(tx, shopId, "browsing"));
  await advanceCursor(tx, shopId, SCORED, BigInt(now.getTime()));
}

const NOBODY: Touched = { profileIds: [], more: false };
