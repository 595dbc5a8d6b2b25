import { randomInt } from "node:crypto";
import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import { addLaplaceNoise } from "~/ml/privacy/laplace-mechanism";
import { epsilonSpent, YEARLY_EPSILON } from "~/ml/privacy/privacy-budget";
import { readShopHistory } from "../history/history-store.server";
import { countReturns } from "../models/return-counts";
import {
  listPrivacyLosses,
  lockSharing,
  saveNoisyCounts,
  selectShopsDueToShare,
  nextSharingTimes,
} from "./shared-count-store.server";
import { TABLE_EPSILON } from "./sharing-schedule";

/**
 * Once a year, counts how customers returned in a shop that shares, and stores the counts with noise. The exact ones
 * never leave this function.
 */
export const shareCountsJob = defineJob<CommonDeps<"db" | "now">>({
  name: "predictions.share-counts",
  isLeftToSweep: true,
  selectDueShops: selectShopsDueToShare,
  nextDueTimes: nextSharingTimes,

  async run(shopId, { db, now }, signal) {
    const at = now();
    const { purchases, endDay } = await readShopHistory(db, shopId, at, signal);
    if (signal.aborted) return { more: false };
    const exact = countReturns(purchases, endDay);
    await db.$transaction(async (tx) => {
      if (!(await lockSharing(tx, shopId)).isOn) return;
      const spent = epsilonSpent(await listPrivacyLosses(tx, shopId), at);
      if (spent + TABLE_EPSILON > YEARLY_EPSILON) return;
      const counts = addLaplaceNoise(exact, TABLE_EPSILON, {
        nextInteger: (below) => randomInt(below),
      });
      await saveNoisyCounts(tx, shopId, counts, { epsilon: TABLE_EPSILON, at });
    });
    return { more: false };
  },
});
