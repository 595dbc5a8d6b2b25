import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { BrowserEvent } from "./browser-interests";

/** Older events weigh little; this also bounds the index scan. */
const READ_DAYS = 30;
const MAX_EVENTS = 60;

/** With its `seq`, which increases with each commit: a late event gets a higher one. */
export type StoredBrowserEvent = BrowserEvent & { readonly seq: bigint };

/**
 * Lists a browser's product events, newest first. Reads the event table, so that new events count
 * before a job has grouped them into visits.
 */
export async function listRecentBrowserEvents(
  db: Db,
  shopId: ShopId,
  visitorId: string,
  now: Date,
): Promise<StoredBrowserEvent[]> {
  return db.$queryRaw<StoredBrowserEvent[]>`
    select case kind when 'product_viewed' then 'viewed' when 'visitor_logged_in' then 'logged_in'
        else 'put_in_cart' end as kind,
      payload->>'productId' as "productId", occurred_at as at, seq
    from event
    where shop_id = ${shopId} and visitor_id = ${visitorId}
      and occurred_at > ${now}::timestamptz - make_interval(days => ${READ_DAYS})
      and kind in ('product_viewed', 'product_added_to_cart', 'visitor_logged_in')
    order by occurred_at desc, seq desc
    limit ${MAX_EVENTS}`;
}
