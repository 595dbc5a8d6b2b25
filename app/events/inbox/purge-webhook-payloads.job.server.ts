import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;
/** How long a worked webhook can be played again, at most. Shopify asks for 30 days at most. */
const BODY_DAYS = 7;
/** How long a webhook's id is known at least, so that a late duplicate is recognized. */
const ENTRY_DAYS = 30;
const SLICE_ROWS = 5_000;

/**
 * Purges the bodies of old webhooks, then the webhooks: by their age alone, whether or not the shop is still
 * known. It also removes the cursors that jobs under way wrote for a shop while it was erased.
 */
export const purgeWebhookPayloadsJob = defineJob<Deps>({
  name: "events.purge-webhook-payloads",
  listDueShops: listShopsToPurge,

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

/** A webhook that waits for work in a known shop keeps its body for as long as its entry. */
async function listShopsToPurge(db: Db, now: Date): Promise<ShopId[]> {
  const { bodiesBefore, entriesBefore } = boundsAt(now);
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>`
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
  return rows.map((it) => it.shopId);
}

/** The bounds move at midnight, so that each shop is due once a day and not with each webhook that comes of age. */
function boundsAt(now: Date) {
  const dayStartMs = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return {
    bodiesBefore: new Date(dayStartMs - (BODY_DAYS - 1) * DAY_MS),
    entriesBefore: new Date(dayStartMs - ENTRY_DAYS * DAY_MS),
  };
}
