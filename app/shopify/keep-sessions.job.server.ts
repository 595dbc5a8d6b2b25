import { defineJob } from "~/jobs/job";
import { AppError } from "~/lib/errors";
import { listShopsDueToday, markTurnTaken } from "~/privacy/daily-turn-store.server";
import { adminGraphql, type AdminDeps } from "./admin-graphql.server";
import { accessCheck } from "./operations/access-check";
import { findInstalledShop, markAccessKept } from "./shop-store.server";

const TURN = "shopify.keep-sessions";

/**
 * Asks Shopify once a day whether the app is still let into a shop. That keeps
 * the sessions of shops in which nothing happens, since a refresh token that is
 * not used for 90 days dies; and it finds the shops that have left although the
 * webhook that would have said so was lost.
 */
export const keepSessionsJob = defineJob<AdminDeps>({
  name: "shopify.keep-sessions",
  listDueShops: (db, now) => listShopsDueToday(db, TURN, now),

  async run(shopId, deps) {
    const { db, now } = deps;
    await markTurnTaken(db, shopId, TURN, now());
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    try {
      await adminGraphql(shopId, accessCheck, {}, deps);
      await markAccessKept(db, shopId);
    } catch (error) {
      // Nothing to keep: that the access is lost is noted, and logged where it was found.
      if (!(error instanceof AppError && error.code === "unauthorized")) throw error;
    }
    return { more: false };
  },
});
