import { defineJob } from "~/jobs/job";
import { AppError } from "~/lib/errors";
import { listShopsDueToday, markTurnTaken } from "~/privacy/daily-turn-store.server";
import { keepOfflineSession, type OfflineSessionDeps } from "./offline-session.server";

interface Deps extends OfflineSessionDeps {
  readonly now: () => Date;
}

const TURN = "shopify.keep-sessions";

/**
 * Looks after the sessions of shops in which nothing happens: a refresh token
 * that is not used for 90 days dies, and with it the access to the shop. One
 * look a day leaves a month of days on which Shopify may be out of reach.
 */
export const keepSessionsJob = defineJob<Deps>({
  name: "shopify.keep-sessions",
  listDueShops: (db, now) => listShopsDueToday(db, TURN, now),

  async run(shopId, deps) {
    await markTurnTaken(deps.db, shopId, TURN, deps.now());
    try {
      await keepOfflineSession(shopId, deps);
    } catch (error) {
      // Nothing to keep: the shop has left, or has to open the app, which the session's end has logged.
      if (!(error instanceof AppError && error.code === "unauthorized")) throw error;
    }
    return { more: false };
  },
});
