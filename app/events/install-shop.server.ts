import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { askPlanSoon } from "~/shopify/billing/shop-plan-store.server";
import { shopInfo } from "~/shopify/operations/shop-info";
import { upsertShop, type Installation } from "~/shopify/shop-store.server";
import { resetBackfills, hastenBackfills } from "./backfill/backfill-store.server";
import { issuePixelAccount } from "./pixel/pixel-account-store.server";
import { takeScopes } from "./take-scopes.server";

export interface InstallDeps extends AdminDeps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/**
 * Makes a shop a tenant, or brings what we know of it up to date: runs each time
 * that Shopify gives the app a new token, about once an hour while it is used.
 * Asks Shopify once and leaves the work to jobs.
 */
export async function installShop(shopId: ShopId, deps: InstallDeps): Promise<Installation> {
  const { db, queue, keyring } = deps;
  const info = await adminGraphql(shopId, shopInfo, {}, deps);
  const now = deps.now();

  return db.$transaction(async (tx) => {
    const { id: installationId, accessScopes } = info.currentAppInstallation;
    const told = { shop: info.shop, installationId };
    const installation = await upsertShop(tx, shopId, told, { keyring, now });
    const scopes = accessScopes.map((it) => it.handle);
    await takeScopes(tx, shopId, scopes, { queue, now });
    if (installation !== "unchanged") {
      await resetBackfills(tx, shopId, now);
      await issuePixelAccount(tx, shopId, { now, pixelId: null });
      await askPlanSoon(tx, shopId, now);
      await queue.announce(tx, shopId, "shop_installed");
    } else if (await hastenBackfills(tx, shopId, now)) {
      // An import that waited for a valid token can go on now.
      await queue.announce(tx, shopId, "backfill_advanced");
    }
    return installation;
  });
}
