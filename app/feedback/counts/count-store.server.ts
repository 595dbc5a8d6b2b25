import type { Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { COUNTED, outcomesOfEmails } from "./email-outcomes.server";

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
    -- An update, not nothing: it holds the row until what was changed is committed.
    on conflict (shop_id, day) do update set marked_at = excluded.marked_at`;

/**
 * Clears the marks of the latest marked days.
 *
 * @returns `claimed`, their number, and the days to count, YYYY-MM-DD: those whose numbers are not final
 */
export async function claimDueDays(
  tx: Tx,
  shopId: ShopId,
  limit: number,
): Promise<{ readonly claimed: number; readonly days: readonly string[] }> {
  // The lock keeps further days from becoming final, and their emails from being deleted, until they are counted.
  const rows = await tx.$queryRaw<{ day: string; isCounted: boolean }[]>`
    with counted as materialized (
      select counted_day from history_retention where shop_id = ${shopId} for share)
    delete from report_rollup_queue where shop_id = ${shopId} and day in (
      select day from report_rollup_queue where shop_id = ${shopId}
      order by day desc limit ${limit} for update)
    returning to_char(day, 'YYYY-MM-DD') as day,
      day >= coalesce((select counted_day from counted), '-infinity') as "isCounted"`;
  return {
    claimed: rows.length,
    days: rows.filter(({ isCounted }) => isCounted).map(({ day }) => day),
  };
}

/** Recounts the messages sent on one day in the shop's time zone. */
export async function recountDay(tx: Tx, shopId: ShopId, day: string): Promise<void> {
  await tx.$executeRaw`
    delete from email_count where shop_id = ${shopId} and day = ${day}::date`;
  await tx.$executeRaw`
    insert into email_count (shop_id, day, flow_id, step_id, version, campaign_id, template_id,
      template_version, sent, delivered, bounced, complained, unsubscribed, opened,
      opened_by_people, clicked, clicked_by_people, orders, gross_minor, refunded_minor)
    with ${outcomesOfEmails(shopId, { from: day, to: day })}
    select ${shopId}, ${day}::date, flow_id, step_id, version, campaign_id, template_id,
      template_version, ${COUNTED}
    from outcome
    group by flow_id, step_id, version, campaign_id, template_id, template_version`;
  await recountPicks(tx, shopId, day);
}

/** A message's nth link with position `pick` belongs to its nth recommendation. */
async function recountPicks(tx: Tx, shopId: ShopId, day: string): Promise<void> {
  await tx.$executeRaw`
    delete from pick_count where shop_id = ${shopId} and day = ${day}::date`;
  await tx.$executeRaw`
    insert into pick_count (shop_id, day, flow_id, step_id, version, campaign_id, slot, shown,
      clicked_by_people, orders)
    with bounds as (
      select ${day}::date::timestamp at time zone time_zone as starts,
        (${day}::date + 1)::timestamp at time zone time_zone as ends, currency
      from shop where shop_id = ${shopId})
    , placed as (
      select m.message_id, coalesce(flow_id, '') as flow_id, coalesce(step_id, '') as step_id,
        coalesce(flow_version, 0) as version, coalesce(campaign_id, '') as campaign_id,
        pick.slot::int as slot,
        pick.product_id
      from bounds, message_status m
      cross join lateral jsonb_array_elements_text(m.picks) with ordinality as pick (product_id, slot)
      where m.shop_id = ${shopId} and sent_at >= starts and sent_at < ends)
    , clicked as (
      select distinct h.message_id, h.place as slot from engagement_event h
      where h.shop_id = ${shopId} and h.message_id in (select message_id from placed)
        and h.position = 'pick' and h.kind = 'click' and h.classification = 'human')
    , bought as (
      select placed.message_id, placed.slot, count(distinct a.order_id) as orders
      from bounds, placed
      join attribution a on a.shop_id = ${shopId} and a.message_id = placed.message_id
      join order_line line on line.shop_id = ${shopId} and line.order_id = a.order_id
        and line.product_id = placed.product_id
      where a.currency = bounds.currency
      group by placed.message_id, placed.slot)
    select ${shopId}, ${day}::date, flow_id, step_id, version, campaign_id, placed.slot, count(*),
      count(clicked.message_id), coalesce(sum(bought.orders), 0)
    from placed
    left join clicked on clicked.message_id = placed.message_id and clicked.slot = placed.slot
    left join bought on bought.message_id = placed.message_id and bought.slot = placed.slot
    group by flow_id, step_id, version, campaign_id, placed.slot`;
}

/** Shops with a marked day. */
export function selectShopsWithDueCounts(): Prisma.Sql {
  return Prisma.sql`select distinct shop_id as "shopId" from report_rollup_queue`;
}
