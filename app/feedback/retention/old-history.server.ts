import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { DELETABLE_KINDS } from "./deletable-events";
import type { MessagePosition } from "./delete-emails.server";

/** The time of the oldest email or event that a run has not looked at; null: there is none. */
export async function findOldest(
  db: Db,
  shopId: ShopId,
  after: MessagePosition,
): Promise<Date | null> {
  const rows = await db.$queryRaw<{ at: Date | null }[]>`
    select (
      select min(planned_at) from message
      where shop_id = ${shopId} and planned_at >= ${after.at}::timestamptz
        and (planned_at, message_id) > (${after.at}::timestamptz, ${after.messageId})) as at
    union all
    select (
      select min(occurred_at) from event where event.shop_id = ${shopId} and event.kind = kinds.kind)
    from unnest(${[...DELETABLE_KINDS]}::text[]) as kinds (kind)`;
  const times = rows.flatMap(({ at }) => (at === null ? [] : at.getTime()));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** How much is older than an instant; at most `MAX_COUNTED` of each. */
export interface OldHistory {
  readonly emails: number;
  readonly events: number;
}

/** Larger numbers are not counted, so that a page opens at once. */
export const MAX_COUNTED = 100_000;

/** Counts what a run would look at. Of the emails, it keeps the first of each person. */
export async function countOldHistory(
  db: Db,
  shopId: ShopId,
  { after, before }: { readonly after: MessagePosition; readonly before: Date },
): Promise<OldHistory> {
  const [row] = await db.$queryRaw<[OldHistory]>`
    select (select count(*)::int from (
        select 1 from message
        where shop_id = ${shopId} and planned_at < ${before}::timestamptz
          and planned_at >= ${after.at}::timestamptz
          and (planned_at, message_id) > (${after.at}::timestamptz, ${after.messageId})
        limit ${MAX_COUNTED}::int) as emails) as emails,
      (select count(*)::int from (
        select 1 from event
        where shop_id = ${shopId} and kind = any(${[...DELETABLE_KINDS]}::text[])
          and occurred_at < ${before}::timestamptz
        limit ${MAX_COUNTED}::int) as activity) as events`;
  return row;
}
