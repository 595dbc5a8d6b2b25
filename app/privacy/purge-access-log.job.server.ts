import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import { EXPIRING_ACTIONS } from "./audit-actions";
import { selectShopsDueToday, markDone, nextDayTime } from "~/jobs/schedule-store.server";

type Deps = CommonDeps<"db" | "now">;

const TURN = "privacy.purge-access-log";
const DAY_MS = 86_400_000;
/** Two years, so that a review of the last year is possible until the end of the next. */
const RETENTION_DAYS = 730;

/** Purges old view and download entries from the access log. */
export const purgeAccessLogJob = defineJob<Deps>({
  name: "privacy.purge-access-log",
  selectDueShops: (now) => selectShopsDueToday(TURN, now),
  nextDueTimes: (now) => [nextDayTime(TURN, now)],

  async run(shopId, { db, now }) {
    const at = now();
    const before = new Date(at.getTime() - RETENTION_DAYS * DAY_MS);
    await db.auditEntry.deleteMany({
      where: { shopId, action: { in: [...EXPIRING_ACTIONS] }, at: { lt: before } },
    });
    await markDone(db, shopId, TURN, at);
    return { more: false };
  },
});
