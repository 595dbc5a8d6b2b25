import type { CommonDeps } from "~/deps";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { selectShopsDueToday, markDone, nextDayTime } from "~/jobs/schedule-store.server";
import type { ProfileId } from "~/lib/profile-id";
import { projectBrowsing } from "./browsing-store.server";

type Deps = CommonDeps<"db" | "now">;

const SCHEDULE = "profiles.expire-browsing";
/** Retention of browsing data. Older views say little about current interest. */
export const BROWSING_RETENTION_DAYS = 180;
const DAY_MS = 86_400_000;
const SLICE_ROWS = 1_000;

/** Deletes expired browsing data: events, visits, proofs, and visitors without data. */
export const expireBrowsingJob = defineJob<Deps>({
  name: "profiles.expire-browsing",
  selectDueShops: (now) => selectShopsDueToday(SCHEDULE, now),
  nextDueTimes: (now) => [nextDayTime(SCHEDULE, now)],

  async run(shopId, { db, now }) {
    const at = now();
    const before = new Date(at.getTime() - BROWSING_RETENTION_DAYS * DAY_MS);
    const events = await db.$executeRaw`
      delete from event where ctid = any(array(
        select ctid from event
        where shop_id = ${shopId} and visitor_id is not null and occurred_at < ${before}
        limit ${SLICE_ROWS}))`;
    const visits = await deleteOldVisits(db, shopId, before);
    if (events === SLICE_ROWS || visits === SLICE_ROWS) return { more: true };
    // A proof is kept as long as it assigns visits.
    await db.$executeRaw`
      delete from visitor_join old
      where shop_id = ${shopId} and shown_at < ${before} and not exists (
        select 1 from visit where visit.shop_id = ${shopId} and visit.visitor_id = old.visitor_id)`;
    await markDone(db, shopId, SCHEDULE, at);
    return { more: false };
  },
});

/** @returns number of deleted visits; updates the summaries in the same transaction */
async function deleteOldVisits(db: PrismaClient, shopId: ShopId, before: Date): Promise<number> {
  return db.$transaction(async (tx) => {
    const deleted = await tx.$queryRaw<{ profileId: ProfileId }[]>`
      delete from visit where ctid = any(array(
        select ctid from visit where shop_id = ${shopId} and ended_at < ${before}
        limit ${SLICE_ROWS}))
      returning profile_id as "profileId"`;
    await projectBrowsing(tx, shopId, [...new Set(deleted.map(({ profileId }) => profileId))]);
    return deleted.length;
  });
}
