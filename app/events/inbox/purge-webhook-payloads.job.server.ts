import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";

type Deps = CommonDeps<"db" | "now">;

const DAY_MS = 86_400_000;
/** The longest time that a processed webhook can be replayed. Shopify allows 30 days. */
const BODY_DAYS = 7;
/** The minimum time that a webhook id is kept, to recognize late duplicates. */
const ENTRY_DAYS = 30;
const SLICE_ROWS = 5_000;

/**
 * Purges old webhook bodies, then the entries, by age only, even for erased shops. It also deletes
 * cursors that running jobs wrote while a shop was erased.
 */
export const purgeWebhookPayloadsJob = defineJob<Deps>({
  name: "events.purge-webhook-payloads",
  selectDueShops: selectShopsToPurge,
  nextDueTimes: nextMidnight,

  async run(shopId, { db, now }) {
    const { bodiesBefore, entriesBefore } = boundsAt(now());
    const bodies = await db.$executeRaw`
      update inbox_entry set sealed_body = null where ctid = any(array(
        select ctid from inbox_entry
        where shop_id = ${shopId} and sealed_body is not null
          and received_at < ${bodiesBefore}::timestamptz
          and (state <> 'waiting' or received_at < ${entriesBefore}::timestamptz
            or not exists (select 1 from shop where shop_id = ${shopId}))
        limit ${SLICE_ROWS}))`;
    const entries = await db.$executeRaw`
      delete from inbox_entry where ctid = any(array(
        select ctid from inbox_entry
        where shop_id = ${shopId} and sealed_body is null
          and received_at < ${entriesBefore}::timestamptz
        limit ${SLICE_ROWS}))`;
    await db.$executeRaw`
      delete from cursor where shop_id = ${shopId}
        and not exists (select 1 from shop where shop_id = ${shopId})`;
    return { more: bodies === SLICE_ROWS || entries === SLICE_ROWS };
  },
});

/** A waiting webhook of a known shop keeps its body as long as its entry. */
function selectShopsToPurge(now: Date): Prisma.Sql {
  const { bodiesBefore, entriesBefore } = boundsAt(now);
  return Prisma.sql`
    select shop_id as "shopId" from inbox_entry
    where sealed_body is not null and received_at < ${bodiesBefore}::timestamptz
      and (state <> 'waiting' or received_at < ${entriesBefore}::timestamptz
        or not exists (select 1 from shop where shop.shop_id = inbox_entry.shop_id))
    union
    select shop_id from inbox_entry
    where sealed_body is null and received_at < ${entriesBefore}::timestamptz
    union
    select shop_id from cursor
    where not exists (select 1 from shop where shop.shop_id = cursor.shop_id)`;
}

/** The next midnight, for a shop with entries. */
function nextMidnight(now: Date): Prisma.Sql[] {
  const dayStart = new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS);
  return [
    Prisma.sql`(
      select ${dayStart}::timestamptz
      where exists (select 1 from inbox_entry where inbox_entry.shop_id = seen.shop_id))`,
  ];
}

/** The limits move at midnight, so that each shop is due once a day. */
function boundsAt(now: Date) {
  const dayStartMs = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return {
    bodiesBefore: new Date(dayStartMs - (BODY_DAYS - 1) * DAY_MS),
    entriesBefore: new Date(dayStartMs - ENTRY_DAYS * DAY_MS),
  };
}
