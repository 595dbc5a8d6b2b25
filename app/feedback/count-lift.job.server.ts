import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { HoldoutSettings } from "~/experiments/holdout-settings";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import type { ShopId } from "~/lib/shop-id";
import { listEmailCounts } from "./counts/count-rows-store.server";
import { computeCaps, countLift } from "./lift/count-lift.server";
import { recordRevenueForecasts } from "./lift/forecast-store.server";
import { answerLift } from "./lift/lift-answers";
import type { LiftDay } from "./lift/lift-days";
import {
  findLift,
  listLiftDaysBefore,
  readCountBasis,
  saveLift,
  selectShopsDueForLift,
  nextLiftTimes,
} from "./lift/lift-store.server";
import { dayIn } from "~/lib/calendar-day";
import { findCountedSince } from "./counts/final-numbers-store.server";

type Deps = CommonDeps<"db" | "now">;

/**
 * Recounts the revenue of treated and holdout profiles, so that the home page only reads. Recounts everything,
 * because orders arrive late and are canceled, and a full count twice an hour is cheap enough.
 */
export const countLiftJob = defineJob<Deps>({
  name: "feedback.count-lift",
  selectDueShops: selectShopsDueForLift,
  nextDueTimes: nextLiftTimes,

  async run(shopId, { db, now }) {
    const countedAt = now();
    if (!(await isShopDue(db, shopId, selectShopsDueForLift(countedAt)))) return { more: false };
    const basis = await readCountBasis(db, shopId);
    await recordRevenueForecasts(db, shopId);
    const caps = await fixedCaps(db, shopId);
    const since = await findCountedSince(db, shopId);
    const final = since ? await listLiftDaysBefore(db, shopId, since.day) : [];
    const days = [...final, ...(await countLift(db, shopId, { caps, now: countedAt, since }))];
    const options = await readOptions(db, shopId, countedAt);
    const answers = answerLift(days, {
      ...options,
      attributed: await listAttributed(db, shopId, days, options.today),
    });
    return db.$transaction(async (tx) => {
      // More days became final meanwhile, so emails of them may have been deleted before they were counted here.
      const isStale = (await findCountedSince(tx, shopId))?.day !== since?.day;
      if (!isStale) await saveLift(tx, shopId, { countedAt, caps, answers, days }, basis);
      return { more: isStale };
    });
  },
});

/** A cap once set stays. */
async function fixedCaps(db: Db, shopId: ShopId) {
  const last = await findLift(db, shopId);
  return last && last.caps[30] !== null ? last.caps : computeCaps(db, shopId);
}

/** Attributed revenue since the first day that counts. */
function listAttributed(db: Db, shopId: ShopId, days: readonly LiftDay[], today: string) {
  const from = days.reduce((first, { day }) => (day < first ? day : first), today);
  return listEmailCounts(db, shopId, { from, to: today });
}

async function readOptions(db: Db, shopId: ShopId, at: Date) {
  const [shop, settings, flows] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    db.settings.findUnique({ where: { shopId }, select: { sending: true } }),
    listLiveFlows(db, shopId),
  ]);
  const { holdoutRate, baselineRate } = HoldoutSettings.parse(settings?.sending ?? {});
  const someFlowHoldsOut = flows.some((flow) => flow.holdoutRate > 0);
  return { today: dayIn(at, shop.timeZone), holdoutRate, baselineRate, someFlowHoldsOut };
}
