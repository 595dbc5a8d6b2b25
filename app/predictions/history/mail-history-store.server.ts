import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { HOURS } from "~/ml/customers/hour-rates";
import {
  MAIL_SEGMENTS,
  segmentOf,
  type MailHistory,
  type MailReactions,
} from "../models/mail-habits";

/** People whose hours are learned from; more of them teach nothing new. */
const MOST_PERSONS = 20_000;
/** Windows with more mails than this count as having so many. */
const MOST_MAILS = 28;

interface HourRow {
  readonly customerId: string;
  readonly hour: number;
  readonly mails: number;
  readonly answered: number;
}

/** What came of all mails of a shop up to `now`: by person and hour, and by windows of 28 days. */
export async function readMailHistory(db: Db, shopId: ShopId, now: Date): Promise<MailHistory> {
  const rows = await db.$queryRaw<(HourRow & { lastOrderAt: Date | null })[]>`
    with sent as (
      select customer_id, payload->>'messageId' as message_id,
        extract(hour from occurred_at at time zone (select time_zone from shop where shop_id = ${shopId}))::int as hour
      from event where shop_id = ${shopId} and kind = 'mail_sent' and customer_id is not null
        and occurred_at <= ${now}
        and customer_id in (
          select distinct customer_id from event
          where shop_id = ${shopId} and kind = 'mail_sent' and occurred_at <= ${now}
            and customer_id is not null
          order by customer_id limit ${MOST_PERSONS})),
    answered as (
      select distinct payload->>'messageId' as message_id
      from event where shop_id = ${shopId} and kind = 'mail_clicked'
        and payload->>'class' = 'human' and occurred_at <= ${now})
    select sent.customer_id as "customerId", profile.last_order_at as "lastOrderAt", hour,
      count(*)::int as mails, count(answered.message_id)::int as answered
    from sent left join answered on answered.message_id = sent.message_id
    join profile on profile.shop_id = ${shopId} and profile.customer_id = sent.customer_id
    group by 1, 2, 3`;
  const customerIds = [...new Set(rows.map(({ customerId }) => customerId))].sort();
  const lastOrders = new Map(rows.map(({ customerId, lastOrderAt }) => [customerId, lastOrderAt]));
  return {
    persons: {
      ...countHours(customerIds, rows),
      segmentOf: customerIds.map((id) => segmentOf(lastOrders.get(id) ?? null, now)),
      segments: MAIL_SEGMENTS,
    },
    windows: await readMailWindows(db, shopId, now),
    mails: rows.reduce((sum, { mails }) => sum + mails, 0),
    answered: rows.reduce((sum, { answered }) => sum + answered, 0),
  };
}

/** What some profiles did with the mails that they got. */
export async function readMailReactions(
  db: Db,
  shopId: ShopId,
  {
    profileIds,
    lastOrderAt,
  }: {
    readonly profileIds: readonly string[];
    readonly lastOrderAt: readonly (Date | null)[];
  },
  now: Date,
): Promise<MailReactions> {
  const customerIds = profileIds.map((id) => id.slice(1));
  const rows = await db.$queryRaw<HourRow[]>`
    with mail as (
      select customer_id, kind, payload->>'messageId' as message_id, payload->>'class' as class,
        extract(hour from occurred_at at time zone (select time_zone from shop where shop_id = ${shopId}))::int as hour
      from event where shop_id = ${shopId} and customer_id = any(${customerIds}::text[])
        and kind in ('mail_sent', 'mail_clicked') and occurred_at <= ${now})
    select sent.customer_id as "customerId", sent.hour, count(*)::int as mails,
      count(*) filter (where exists (
        select 1 from mail clicked where clicked.kind = 'mail_clicked' and clicked.class = 'human'
          and clicked.message_id = sent.message_id))::int as answered
    from mail sent where sent.kind = 'mail_sent'
    group by 1, 2`;
  return {
    ...countHours(customerIds, rows),
    segmentOf: Int32Array.from(lastOrderAt, (at) => segmentOf(at, now)),
  };
}

function countHours(
  customerIds: readonly string[],
  rows: readonly HourRow[],
): Pick<MailReactions, "exposures" | "responses"> {
  const places = new Map(customerIds.map((id, place) => [id, place]));
  const exposures = new Float64Array(customerIds.length * HOURS);
  const responses = new Float64Array(customerIds.length * HOURS);
  for (const { customerId, hour, mails, answered } of rows) {
    const at = (places.get(customerId) ?? 0) * HOURS + hour;
    exposures[at] = mails;
    responses[at] = answered;
  }
  return { exposures, responses };
}

/** Windows of 28 days back from `now`, with those that ended with an unsubscribe. */
async function readMailWindows(db: Db, shopId: ShopId, now: Date): Promise<MailHistory["windows"]> {
  const rows = await db.$queryRaw<
    { segment: number; mails: number; windows: number; lost: number }[]
  >`
    with told as (
      select customer_id, kind,
        floor(extract(epoch from ${now}::timestamptz - occurred_at) / (28 * 86400))::int as nth
      from event where shop_id = ${shopId} and kind in ('mail_sent', 'mail_unsubscribed')
        and customer_id is not null and occurred_at <= ${now}),
    counted as (
      select customer_id, nth, count(*) filter (where kind = 'mail_sent') as mails,
        count(*) filter (where kind = 'mail_unsubscribed') > 0 as is_lost
      from told group by 1, 2)
    select case when p.last_order_at is null then 0
        when p.last_order_at > ${now}::timestamptz - interval '180 days' then 1 else 2 end as segment,
      least(${MOST_MAILS}, mails)::int as mails, count(*)::int as windows,
      (count(*) filter (where is_lost))::int as lost
    from counted c join profile p on p.shop_id = ${shopId} and p.customer_id = c.customer_id
    where mails > 0 group by 1, 2 order by 1, 2`;
  return {
    mails: rows.map(({ mails }) => mails),
    segmentOf: rows.map(({ segment }) => segment),
    windows: rows.map(({ windows }) => windows),
    lost: rows.map(({ lost }) => lost),
    segments: MAIL_SEGMENTS,
  };
}
