import { Prisma } from "~/generated/prisma/client";
import { EMAIL_TOPIC } from "./email-topic";

/** Shops with due webhooks. */
export function selectShopsWithDueEntries(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct shop_id as "shopId" from inbox_entry
    where state = 'waiting' and next_run_at <= ${now}::timestamptz
      and (lease_until is null or lease_until <= ${now}::timestamptz)
      and not starts_with(topic, ${EMAIL_TOPIC})`;
}
