import type { Db } from "~/db.server";
import { profileIdOfCustomer, type CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { pastPurchasesOf, type PastOrder } from "./purchase-store.server";
import type { PastPurchase } from "./purchase";

/** The consumer that projects orders: events up to its cursor are in the order table. */
const PROJECTION = "profiles";

/**
 * Lists a customer's purchases including events not projected yet. For an order in both, the newer
 * version counts, by the comparison of the projection (profiles/projection/newest-orders.ts).
 * Standalone refunds and orders of a just merged customer wait for the job.
 */
export async function listPurchasesWithNewEvents(
  db: Db,
  shopId: ShopId,
  customerId: CustomerId,
): Promise<readonly PastPurchase[]> {
  const profileId = profileIdOfCustomer(customerId);
  const orders = await db.$queryRaw<PastOrder[]>`
    with reported as (
      select distinct on (payload->>'orderId') payload->>'orderId' as order_id,
        (payload->>'updatedAt')::timestamptz as updated_at,
        (payload->>'cancelledAt')::timestamptz as cancelled_at,
        (payload->>'totalMinor')::bigint as total_minor, payload
      from event
      where shop_id = ${shopId} and customer_id = ${customerId}
        and seq > coalesce((
          select seq from cursor where shop_id = ${shopId} and consumer = ${PROJECTION}), 0)
        and kind in ('order_placed', 'order_updated', 'order_paid', 'order_fulfilled',
          'order_canceled')
      order by payload->>'orderId', (payload->>'updatedAt')::timestamptz desc,
        (payload->>'cancelledAt') is not null desc, (payload->>'totalMinor')::bigint
    ), newer as (
      select reported.*, known.refunded_minor
      from reported left join "order" known
        on known.shop_id = ${shopId} and known.order_id = reported.order_id
      where known.order_id is null or known.deleted_at is null
        and (known.source_updated_at, known.cancelled_at is not null, -known.total_minor)
          <= (reported.updated_at, reported.cancelled_at is not null, -reported.total_minor)
    )
    select "profileId", "placedAt", "cancelledAt", "totalMinor", "refundedMinor", "productIds" from (
      select order_id, ${profileId} as "profileId", (payload->>'placedAt')::timestamptz as "placedAt",
        cancelled_at as "cancelledAt", total_minor as "totalMinor",
        greatest(coalesce(refunded_minor, 0), coalesce((
          select sum((refund->>'amountMinor')::bigint)
          from jsonb_array_elements(payload->'refunds') as refund), 0))::bigint as "refundedMinor",
        array(
          select line->>'productId' from jsonb_array_elements(payload->'lines') as line
          where line->>'productId' is not null and (line->>'quantity')::int > 0
          order by line->>'lineId') as "productIds"
      from newer where not (payload->>'test')::boolean
      union all
      select order_id, profile_id, placed_at, cancelled_at, total_minor, refunded_minor, array(
          select line.product_id from order_line line
          where line.shop_id = "order".shop_id and line.order_id = "order".order_id
            and line.product_id is not null and line.quantity > 0
          order by line.line_id)
      from "order"
      where shop_id = ${shopId} and profile_id = ${profileId} and deleted_at is null and not test
        and order_id not in (select order_id from newer)
    ) as bought
    order by "placedAt", order_id`;
  return pastPurchasesOf(orders).get(profileId) ?? [];
}
