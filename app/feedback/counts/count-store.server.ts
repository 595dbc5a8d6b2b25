import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { EmailSlice, SentPosition } from "./email-outcomes.server";
import type { EmailSums, PickSums } from "./email-sums-store.server";

/**
 * Marks the days on which these messages were sent for a recount. Call it in the transaction of the change: a
 * concurrent count waits for it, so that no change is missed.
 */
export async function markDaysForRecount(
  tx: Tx,
  shopId: ShopId,
  messageIds: readonly string[],
): Promise<void> {
  if (messageIds.length > 0) await tx.$executeRaw`${markDaysSql(shopId, messageIds)}`;
}

/** SQL of the statement that does so. */
export const markDaysSql = (
  shopId: ShopId,
  messageIds: readonly string[],
): Prisma.Sql => Prisma.sql`
    insert into report_rollup_queue (shop_id, day, marked_at)
    select distinct m.shop_id, (m.sent_at at time zone shop.time_zone)::date, now()
    from message_outcome m join shop on shop.shop_id = m.shop_id
    where m.shop_id = ${shopId} and m.message_id = any(${[...new Set(messageIds)]}::text[])
      and m.sent_at is not null
    order by 2
    -- An update, not nothing: it holds the row until what was changed is committed. The first mark decides whose turn it is.
    on conflict (shop_id, day) do update set marked_at = report_rollup_queue.marked_at`;

/** A day to recount, in slices of few emails. */
export interface MarkedDay {
  /** YYYY-MM-DD */
  readonly day: string;
  /** Changes with each mark. */
  readonly mark: string;
  readonly slices: readonly EmailSlice[];
}

/**
 * The days that have been marked the longest, the latest of them first.
 *
 * @param emails maximum number of emails in a slice
 */
export async function listMarkedDays(
  db: Db,
  shopId: ShopId,
  { days, emails }: { readonly days: number; readonly emails: number },
): Promise<MarkedDay[]> {
  const rows = await db.$queryRaw<MarkedRow[]>`
    select to_char(day, 'YYYY-MM-DD') as day, marked.xmin::text as mark, (
      select coalesce(jsonb_agg(jsonb_build_object('sentAt', sent_at, 'messageId', message_id)
        order by n), '[]')
      from (
        select sent_at, message_id, row_number() over (order by sent_at, message_id) as n
        from message_outcome, shop
        where message_outcome.shop_id = ${shopId} and shop.shop_id = ${shopId}
          and sent_at >= day::timestamp at time zone time_zone
          and sent_at < (day + 1)::timestamp at time zone time_zone) as numbered
      where n % ${emails}::int = 0) as bounds
    from report_rollup_queue marked where shop_id = ${shopId}
    order by marked_at, marked.day desc limit ${days}`;
  return rows.map(({ bounds, ...row }) => {
    const ends = bounds.map(({ sentAt, messageId }) => ({ sentAt: new Date(sentAt), messageId }));
    return {
      ...row,
      slices: [null, ...ends].map((after, i) => ({ after, upTo: ends[i] ?? null })),
    };
  });
}

interface MarkedRow extends Pick<MarkedDay, "day" | "mark"> {
  readonly bounds: readonly (Pick<SentPosition, "messageId"> & { readonly sentAt: string })[];
}

/**
 * Replaces a day's counts, and clears its mark unless the day was marked again since it was listed. The counts of a day whose
 * numbers are final stay: its emails may have been deleted.
 */
export async function saveDay(
  tx: Tx,
  shopId: ShopId,
  { day, mark }: Pick<MarkedDay, "day" | "mark">,
  { emails, picks }: { readonly emails: readonly EmailSums[]; readonly picks: readonly PickSums[] },
): Promise<void> {
  // The lock keeps further days from becoming final, and their emails from being deleted, until they are counted.
  const [row] = await tx.$queryRaw<{ isCounted: boolean }[]>`
    with counted as materialized (
      select counted_day from history_retention where shop_id = ${shopId} for share),
    cleared as (
      delete from report_rollup_queue where shop_id = ${shopId} and day = ${day}::date
        and xmin::text = ${mark}
      returning day),
    -- Other days are next.
    postponed as (
      update report_rollup_queue set marked_at = now()
      where shop_id = ${shopId} and day = ${day}::date and xmin::text <> ${mark})
    select ${day}::date >= coalesce((select counted_day from counted), '-infinity') as "isCounted"`;
  if (!row?.isCounted) return;
  await tx.$executeRaw`
    with emails as (delete from email_count where shop_id = ${shopId} and day = ${day}::date)
    delete from pick_count where shop_id = ${shopId} and day = ${day}::date`;
  await tx.$executeRaw`
    with emails as (
      insert into email_count (shop_id, day, flow_id, step_id, version, campaign_id, template_id,
        template_version, sent, delivered, bounced, complained, unsubscribed, opened,
        opened_by_people, clicked, clicked_by_people, orders, gross_minor, refunded_minor)
      select ${shopId}, ${day}::date, "flowId", "stepId", version, "campaignId", "templateId",
        "templateVersion", sent, delivered, bounced, complained, unsubscribed, opened,
        "openedByPeople", clicked, "clickedByPeople", orders, "grossMinor", "refundedMinor"
      from jsonb_to_recordset(${JSON.stringify(emails)}::jsonb) as it (
        "flowId" text, "stepId" text, version int, "campaignId" text, "templateId" text,
        "templateVersion" int, sent int, delivered int, bounced int, complained int,
        unsubscribed int, opened int, "openedByPeople" int, clicked int, "clickedByPeople" int,
        orders int, "grossMinor" bigint, "refundedMinor" bigint))
    insert into pick_count (shop_id, day, flow_id, step_id, version, campaign_id, slot, shown,
      clicked_by_people, orders)
    select ${shopId}, ${day}::date, "flowId", "stepId", version, "campaignId", slot, shown,
      "clickedByPeople", orders
    from jsonb_to_recordset(${JSON.stringify(picks)}::jsonb) as it (
      "flowId" text, "stepId" text, version int, "campaignId" text, slot int, shown int,
      "clickedByPeople" int, orders int)`;
}

/** Shops with a marked day. */
export function selectShopsWithDueCounts(): Prisma.Sql {
  return Prisma.sql`select distinct shop_id as "shopId" from report_rollup_queue`;
}
