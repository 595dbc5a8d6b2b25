import { addMs } from "~/flows/definition/duration";
import { defineJob } from "~/jobs/job.server";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import {
  findShopPlan,
  selectShopsWithDuePlanCheck,
  postponePlanCheck,
  nextPlanCheckTimes,
} from "~/shopify/billing/shop-plan-store.server";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { refreshPlan, type RefreshPlanDeps } from "./refresh-plan.server";

const BACK_OFF = { firstMs: 60_000, longestMs: 3_600_000 };

/** Reads a shop's subscription from Shopify after a webhook reports a change, and periodically. */
export const refreshPlanJob = defineJob<RefreshPlanDeps>({
  name: "delivery.refresh-plan",
  selectDueShops: selectShopsWithDuePlanCheck,
  nextDueTimes: nextPlanCheckTimes,

  async run(shopId, deps) {
    const { db, log, now } = deps;
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    const known = await findShopPlan(db, shopId);
    // A wake-up may be a duplicate.
    if (known !== null && (known.nextRunAt === null || known.nextRunAt > now())) {
      return { more: false };
    }
    try {
      const { nextRunAt } = await refreshPlan(shopId, known, deps);
      return { more: nextRunAt !== null && nextRunAt <= now() };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ err: error, shopId }, "Shopify did not say what the shop pays for");
      const waitMs = backOffMs((known?.attempts ?? 0) + 1, BACK_OFF);
      await postponePlanCheck(db, shopId, {
        nextRunAt: addMs(now(), waitMs),
        answeredRequests: known?.checkRequests ?? 0,
      });
      return { more: false };
    }
  },
});
