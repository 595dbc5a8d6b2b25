import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import {
  endSuppressions,
  selectShopsWithEndedSuppressions,
  nextSuppressionEnds,
} from "./suppression-store.server";

type Deps = CommonDeps<"db" | "now">;

/** Ends expired suppressions after soft bounces. No other suppression expires. */
export const endSuppressionsJob = defineJob<Deps>({
  name: "delivery.end-suppressions",
  selectDueShops: selectShopsWithEndedSuppressions,
  nextDueTimes: nextSuppressionEnds,

  async run(shopId, { db, now }) {
    await endSuppressions(db, shopId, now());
    return { more: false };
  },
});
