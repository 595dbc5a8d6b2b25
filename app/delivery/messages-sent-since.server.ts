import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";

/**
 * A subquery of the messages that were sent since a time, are being sent, or may have been. Its parts read one index
 * each.
 */
export function messagesSentSince(shopId: ShopId, since: Date): Prisma.Sql {
  return Prisma.sql`(
    select message_id, campaign_id from message_outcome
    join message using (shop_id, message_id)
    where shop_id = ${shopId} and sent_at > ${since}::timestamptz
    union all
    select message_id, campaign_id from message_outcome
    join message using (shop_id, message_id)
    where shop_id = ${shopId} and message_outcome.state = 'unknown' and attempted_at > ${since}::timestamptz
    union all
    select message_id, campaign_id from message_sending
    where shop_id = ${shopId} and state = 'sending' and attempted_at > ${since}::timestamptz)`;
}
