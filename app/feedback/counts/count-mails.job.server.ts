import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { listShopsWithDueCounts, recountDay, takeDueDays } from "./count-store.server";

const SLICE_DAYS = 5;

/**
 * Counts what came of each day's mails, so that reports read counts and never
 * mails. A day is counted anew as a whole when something of it changed: the
 * count is what the rows say, however often and in whatever order they changed.
 */
export const countMailsJob = defineJob<{ readonly db: PrismaClient }>({
  name: "feedback.count-mails",
  listDueShops: listShopsWithDueCounts,

  async run(shopId, { db }) {
    return db.$transaction(async (tx) => {
      const days = await takeDueDays(tx, shopId, SLICE_DAYS);
      for (const day of days) await recountDay(tx, shopId, day);
      return { more: days.length === SLICE_DAYS };
    });
  },
});
