import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { DELETABLE_KINDS } from "./deletable-events";

/**
 * Deletes the next events of `DELETABLE_KINDS` before an instant, and the checkouts that changed last before it. The ids
 * of custom events stay, hashed: their senders may repeat them.
 *
 * @returns the number of deleted events; fewer than `limit`: none are left
 */
export async function deleteOldActivity(
  tx: Tx,
  shopId: ShopId,
  before: Date,
  limit: number,
): Promise<number> {
  const [row] = await tx.$queryRaw<[{ events: number }]>`
    with deleted as (
      delete from event where ctid = any(array(
        select ctid from event
        where shop_id = ${shopId} and kind = any(${[...DELETABLE_KINDS]}::text[])
          and occurred_at < ${before}::timestamptz and recorded_at < ${before}::timestamptz
        limit ${limit}::int))
      returning kind, source, source_id, payload)
    , known as (
      insert into event_key (shop_id, hash)
      select ${shopId}, sha256(convert_to(source || '/' || source_id, 'UTF8')) from deleted
      where kind = 'custom_event_received'
      on conflict do nothing)
    , touched as materialized (
      select distinct payload->>'token' as token from deleted where kind like 'checkout%')
    , checkouts as (
      delete from checkout using touched
      where shop_id = ${shopId} and source_updated_at < ${before}::timestamptz
        and checkout.token = touched.token)
    select count(*)::int as events from deleted`;
  return row.events;
}
