import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import { markDone, selectShopsDueToday, nextDayTime } from "~/jobs/schedule-store.server";
import { purgeSignUpForms } from "./sign-up-form-store.server";

type Deps = CommonDeps<"db" | "now">;

const TURN = "delivery.purge-sign-up-forms";

/** Purges deleted sign-up forms and old counts, daily. */
export const purgeSignUpFormsJob = defineJob<Deps>({
  name: "delivery.purge-sign-up-forms",
  selectDueShops: (now) => selectShopsDueToday(TURN, now),
  nextDueTimes: (now) => [nextDayTime(TURN, now)],

  async run(shopId, { db, now }) {
    const at = now();
    await purgeSignUpForms(db, shopId, at);
    await markDone(db, shopId, TURN, at);
    return { more: false };
  },
});
