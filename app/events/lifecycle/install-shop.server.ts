import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { schedulePlanCheck } from "~/shopify/billing/shop-plan-store.server";
import { shopInfo } from "~/shopify/operations/shop-info";
import { upsertShop, type Installation } from "~/shopify/shop-store.server";
import { resetBackfills, scheduleBackfillsNow } from "../backfill/backfill-store.server";
import { issuePixelAccount } from "../pixel-account-store.server";
import { storeScopes } from "./store-scopes.server";

export type InstallDeps = AdminDeps & CommonDeps<"db" | "queue" | "keyring" | "now">;

/**
 * Installs or updates a shop. Runs for each new access token, about once an hour while the app is
 * used. Makes one Shopify request and leaves the rest to jobs.
 */
export async function installShop(shopId: ShopId, deps: InstallDeps): Promise<Installation> {
  const { db, queue, keyring } = deps;
  const info = await adminGraphql(shopId, shopInfo, {}, deps);
  const now = deps.now();

  return db.$transaction(async (tx) => {
    const { id: installationId, accessScopes } = info.currentAppInstallation;
    const installed = { shop: info.shop, installationId };
    const installation = await upsertShop(tx, shopId, installed, { keyring, now });
    const scopes = accessScopes.map((it) => it.handle);
    await storeScopes(tx, shopId, scopes, { queue, now });
    if (installation !== "unchanged") {
      await resetBackfills(tx, shopId, now);
      await issuePixelAccount(tx, shopId, { now, pixelId: null });
      await schedulePlanCheck(tx, shopId, now);
      await queue.announce(tx, shopId, "shop_installed");
    } else if (await scheduleBackfillsNow(tx, shopId, now)) {
      // An import may have waited for a valid token.
      await queue.announce(tx, shopId, "backfill_advanced");
    }
    return installation;
  });
}
