import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { selectShopsWithDueCounts, recountDay, claimDueDays } from "./count-store.server";

const SLICE_DAYS = 5;

/**
 * Counts the results of each day's messages, so that reports never read messages. A changed day is recounted
 * as a whole, so the counts always match the rows.
 */
export const countEmailsJob = defineJob<{ readonly db: PrismaClient }>({
  name: "feedback.count-emails",
  selectDueShops: selectShopsWithDueCounts,

  async run(shopId, { db }) {
    return db.$transaction(async (tx) => {
      const { claimed, days } = await claimDueDays(tx, shopId, SLICE_DAYS);
      for (const day of days) await recountDay(tx, shopId, day);
      return { more: claimed === SLICE_DAYS };
    });
  },
});
