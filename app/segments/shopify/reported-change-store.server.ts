import type { Db, Tx } from "~/db.server";
import type { CustomerId } from "~/lib/profile-id";
import { profileIdSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import type { MemberChange } from "../members/member-change";
import { MAY_BE_MEMBER } from "../may-be-member.server";

/**
 * Applies what Shopify last reported of these customers to the lists, if their members were not read since. Reports
 * may arrive in any order: the latest by Shopify's time counts.
 *
 * @returns the joins and leaves that were new
 */
export async function applyReportedChanges(
  tx: Tx,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  now: Date,
): Promise<MemberChange[]> {
  return tx.$queryRaw<MemberChange[]>`
    with reported as materialized (
      select distinct on (event.customer_id, list.segment_id) list.segment_id,
        ${profileIdSql("event.customer_id")} as profile_id, event.payload->>'change' as change
      from event join segment list on list.shop_id = event.shop_id and list.rule is null
        and list.next_run_at is not null and event.occurred_at >= list.evaluated_at
        and list.origin->>'shopifySegmentId' = event.payload->>'shopifySegmentId'
      where event.shop_id = ${shopId} and event.kind = 'shopify_segment_changed'
        and event.customer_id = any(${[...customerIds]}::text[])
      order by event.customer_id, list.segment_id, event.occurred_at desc, event.seq desc),
    gone as (
      delete from segment_member member using reported
      where member.shop_id = ${shopId} and reported.change = 'left'
        and member.segment_id = reported.segment_id
        and member.profile_id = reported.profile_id
      returning member.segment_id, member.profile_id),
    come as (
      insert into segment_member (shop_id, segment_id, profile_id, joined_at)
      select ${shopId}, reported.segment_id, profile.profile_id, ${now}::timestamptz
      from reported join profile on profile.shop_id = ${shopId}
        and profile.profile_id = reported.profile_id and ${MAY_BE_MEMBER}
      where reported.change = 'joined'
      on conflict do nothing
      returning segment_id, profile_id)
    select segment_id as "segmentId", profile_id as "profileId", 'left' as change from gone
    union all select segment_id, profile_id, 'joined' from come`;
}

/** The last change that Shopify reported of each customer since an instant, for one of its segments. */
export async function listReportedChanges(
  db: Db,
  shopId: ShopId,
  shopifySegmentId: string,
  since: Date,
): Promise<{ readonly customerId: CustomerId; readonly change: MemberChange["change"] }[]> {
  return db.$queryRaw`
    select distinct on (customer_id) customer_id as "customerId", payload->>'change' as change
    from event
    where shop_id = ${shopId} and kind = 'shopify_segment_changed'
      and occurred_at >= ${since}::timestamptz
      and payload->>'shopifySegmentId' = ${shopifySegmentId}
    order by customer_id, occurred_at desc, seq desc`;
}
