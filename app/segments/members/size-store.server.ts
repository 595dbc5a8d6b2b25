import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A segment's number of members at the end of a day. */
export interface DaySize {
  /** "2026-03-03" */
  readonly day: string;
  readonly memberCount: number;
}

/**
 * A segment's size on each of the last days, oldest first. A day without changes has no
 * row and repeats the previous size. Days before the first row are skipped.
 *
 * @param days number of days, including today
 */
export async function listSizes(
  db: Db,
  shopId: ShopId,
  segmentId: string,
  days: number,
  now: Date,
): Promise<DaySize[]> {
  return db.$queryRaw<DaySize[]>`
    select to_char(each.day, 'YYYY-MM-DD') as day, known.member_count as "memberCount"
    from generate_series((${now}::timestamptz at time zone 'UTC')::date - ${days - 1}::int,
      (${now}::timestamptz at time zone 'UTC')::date, interval '1 day') as each (day)
    cross join lateral (
      select member_count from segment_size
      where shop_id = ${shopId} and segment_id = ${segmentId} and segment_size.day <= each.day
      order by segment_size.day desc limit 1) known
    order by each.day`;
}
