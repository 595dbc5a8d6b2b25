import type { CommonDeps } from "~/deps";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import { countLift } from "./lift/count-lift.server";
import { selectShopsDueForLift, readCountBasis, saveLift } from "./lift/lift-store.server";

type Deps = CommonDeps<"db" | "now">;

/**
 * Recounts orders of treated and holdout profiles, so that the home page only reads. Recounts everything,
 * because orders arrive late and are canceled, and a full count twice an hour is cheap enough.
 */
export const countLiftJob = defineJob<Deps>({
  name: "feedback.count-lift",
  selectDueShops: selectShopsDueForLift,

  async run(shopId, { db, now }) {
    const countedAt = now();
    if (!(await isShopDue(db, shopId, selectShopsDueForLift(countedAt)))) return { more: false };
    const basis = await readCountBasis(db, shopId);
    const days = await countLift(db, shopId, { windowHours: basis.windowHours, now: countedAt });
    await db.$transaction((tx) => saveLift(tx, shopId, { countedAt, days }, basis));
    return { more: false };
  },
});
