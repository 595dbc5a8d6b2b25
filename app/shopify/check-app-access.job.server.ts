import { Prisma } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import {
  selectShopsDueThisHour,
  selectShopsDueToday,
  markDone,
  nextDayTime,
  nextHourTime,
} from "~/jobs/schedule-store.server";
import { closedAsOf } from "./closed-shop";
import { adminGraphql, type AdminDeps } from "./admin-graphql.server";
import { accessCheck } from "./operations/access-check";
import {
  findInstalledShop,
  markAccessConfirmed,
  markClosed,
  markOpen,
  recordMarkets,
} from "./shop-store.server";

const TURN = "shopify.check-app-access";
/** Emails wait while a shop is closed. */
const CLOSED_TURN = "shopify.check-app-access/closed";

/**
 * Checks once a day whether the app still has access to a shop. This keeps idle sessions alive,
 * because a refresh token expires after 90 days without use, and it detects uninstalls whose
 * webhook was lost. A closed shop is checked every hour.
 */
export const checkAppAccessJob = defineJob<AdminDeps>({
  name: "shopify.check-app-access",
  selectDueShops: (now) =>
    Prisma.sql`${selectShopsDueToday(TURN, now)} union ${selectShopsDueThisHour(CLOSED_TURN, now)}`,
  nextDueTimes: (now) => [nextDayTime(TURN, now), nextHourTime(now)],

  async run(shopId, deps) {
    const { db, now } = deps;
    await markDone(db, shopId, TURN, now());
    await markDone(db, shopId, CLOSED_TURN, now());
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    try {
      const { shop } = await adminGraphql(shopId, accessCheck, {}, deps);
      await markAccessConfirmed(db, shopId);
      await recordMarkets(db, shopId, shop.shipsToCountries);
      const closedAs = closedAsOf(shop.plan.publicDisplayName);
      if (closedAs === null) await markOpen(db, shopId);
      else await markClosed(db, shopId, closedAs, now());
    } catch (error) {
      // Lost access or a frozen shop was already recorded where it was detected.
      if (!(error instanceof AppError && error.code === "unauthorized")) throw error;
    }
    return { more: false };
  },
});
