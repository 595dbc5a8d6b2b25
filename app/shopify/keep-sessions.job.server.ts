import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import {
  listShopsDueThisHour,
  listShopsDueToday,
  markHourTaken,
  markTurnTaken,
} from "~/privacy/daily-turn-store.server";
import { closedAsOf } from "./closed-shop";
import { adminGraphql, type AdminDeps } from "./admin-graphql.server";
import { accessCheck } from "./operations/access-check";
import {
  findInstalledShop,
  markAccessKept,
  markClosed,
  markOpen,
  noteMarkets,
} from "./shop-store.server";

const TURN = "shopify.keep-sessions";
/** Its mails wait for it. */
const CLOSED_TURN = "shopify.keep-sessions/closed";

/**
 * Asks Shopify once a day whether the app is still let into a shop. That keeps
 * the sessions of shops in which nothing happens, since a refresh token that is
 * not used for 90 days dies; and it finds the shops that have left although the
 * webhook that would have said so was lost. A shop that is closed for now is
 * asked each hour whether it is open again.
 */
export const keepSessionsJob = defineJob<AdminDeps>({
  name: "shopify.keep-sessions",
  listDueShops: async (db, now) => [
    ...new Set([
      ...(await listShopsDueToday(db, TURN, now)),
      ...(await listShopsDueThisHour(db, CLOSED_TURN, now)),
    ]),
  ],

  async run(shopId, deps) {
    const { db, now } = deps;
    await markTurnTaken(db, shopId, TURN, now());
    await markHourTaken(db, shopId, CLOSED_TURN, now());
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    try {
      const { shop } = await adminGraphql(shopId, accessCheck, {}, deps);
      await markAccessKept(db, shopId);
      await noteMarkets(db, shopId, shop.shipsToCountries);
      const closedAs = closedAsOf(shop.plan.publicDisplayName);
      if (closedAs === null) await markOpen(db, shopId);
      else await markClosed(db, shopId, closedAs, now());
    } catch (error) {
      // Nothing to keep: that the access is lost, or the shop frozen, is noted where it was found.
      if (!(error instanceof AppError && error.code === "unauthorized")) throw error;
    }
    return { more: false };
  },
});
