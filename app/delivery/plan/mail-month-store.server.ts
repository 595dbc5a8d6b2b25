import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** Emails of the current calendar month in the shop's time zone. */
export interface MailMonth {
  /** Sent or being sent. */
  readonly mails: number;
  /** Start of the next month in that time zone. */
  readonly endsAt: Date;
}

/** Counts sent emails. Only those of flows and campaigns count. */
export async function countMails(tx: Tx, shopId: ShopId, mails: number, at: Date): Promise<void> {
  await tx.$executeRaw`
    insert into mail_month as known (shop_id, month, mails)
    select shop_id, date_trunc('month', ${at}::timestamptz at time zone time_zone)::date, ${mails}
    from shop where shop_id = ${shopId}
    on conflict (shop_id, month) do update set mails = known.mails + excluded.mails`;
}

/** Reads two rows and the few messages being sent: cheap enough before each batch. */
export async function findMailMonth(db: Db, shopId: ShopId, now: Date): Promise<MailMonth> {
  const [row] = await db.$queryRaw<MailMonth[]>`
    with this_month as (
      select shop_id, time_zone,
        date_trunc('month', ${now}::timestamptz at time zone time_zone) as began
      from shop where shop_id = ${shopId})
    select coalesce(mail_month.mails, 0) + (
        select count(*)::int from message where shop_id = ${shopId} and state = 'sending') as mails,
      (began + interval '1 month') at time zone time_zone as "endsAt"
    from this_month
    left join mail_month on mail_month.shop_id = this_month.shop_id and month = began::date`;
  return row ?? { mails: 0, endsAt: now };
}
