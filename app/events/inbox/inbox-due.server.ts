import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { EMAIL_TOPIC } from "./email-topic";

/** Shops with due webhooks. */
export async function listShopsWithDueEntries(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
    select distinct shop_id as "shopId" from inbox_entry
    where state = 'waiting' and next_run_at <= ${now}::timestamptz
      and (lease_until is null or lease_until <= ${now}::timestamptz)
      and not starts_with(topic, ${EMAIL_TOPIC})`;
  return rows.map((it) => it.shopId);
}
