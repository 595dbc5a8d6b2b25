import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** Emails of the current calendar month in the shop's time zone. */
export interface EmailMonth {
  /** Sent or being sent. */
  readonly emails: number;
  /** Start of the next month in that time zone. */
  readonly endsAt: Date;
}

/** Counts sent emails. Only those of flows and campaigns count. */
export async function countEmails(tx: Tx, shopId: ShopId, emails: number, at: Date): Promise<void> {
  await tx.$executeRaw`
    with ${countEmailsSql(shopId, Prisma.sql`select ${emails}::int`, at)} select`;
}

/**
 * SQL of common table expressions that count sent emails.
 *
 * @param emails selects their number; of none nothing is written
 */
export const countEmailsSql = (shopId: ShopId, emails: Prisma.Sql, at: Date): Prisma.Sql =>
  // An upsert locks the row before it updates it, which is written to the log as well.
  Prisma.sql`
    newly_sent as materialized (
      select shop_id, date_trunc('month', ${at}::timestamptz at time zone time_zone)::date as month, number::int
      from shop cross join (${emails}) as counting (number)
      where shop_id = ${shopId} and number > 0),
    added as (
      update email_month set emails = email_month.emails + newly_sent.number from newly_sent
      where email_month.shop_id = newly_sent.shop_id and email_month.month = newly_sent.month
      returning true),
    counted as (
      insert into email_month as known (shop_id, month, emails)
      select shop_id, month, number from newly_sent where not exists (select from added)
      on conflict (shop_id, month) do update set emails = known.emails + excluded.emails)`;

/** Reads two rows and the few messages being sent: cheap enough before each batch. */
export async function findEmailMonth(db: Db, shopId: ShopId, now: Date): Promise<EmailMonth> {
  const [row] = await readRows<EmailMonth>(
    db,
    Prisma.sql`
    with this_month as materialized (
      select time_zone, date_trunc('month', ${now}::timestamptz at time zone time_zone)::date as began
      from shop where shop_id = ${shopId})
    select coalesce(email_month.emails, 0) + (
        select count(*)::int from message_sending where shop_id = ${shopId} and state = 'sending') as emails,
      (began + interval '1 month') at time zone time_zone as "endsAt"
    from this_month
    left join email_month on email_month.shop_id = ${shopId} and month = began`,
    { endsAt: "instant" },
  );
  return row ?? { emails: 0, endsAt: now };
}
