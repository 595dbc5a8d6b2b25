import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { LIFECYCLE_TOPICS } from "../from-shopify";
import { MAIL_TOPIC } from "./mail-topic";

/** The shops with webhooks to work now. Before an install only what concerns the installation is. */
export async function listShopsWithDueEntries(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select distinct shop_id as "shopId" from inbox_entry
    where state = 'waiting' and next_run_at <= ${now}::timestamptz
      and (lease_until is null or lease_until <= ${now}::timestamptz)
      and not starts_with(topic, ${MAIL_TOPIC})
      and (topic = any(${[...LIFECYCLE_TOPICS]}::text[])
        or exists (select 1 from shop where shop.shop_id = inbox_entry.shop_id))`;
  return rows.map((it) => it.shopId);
}
