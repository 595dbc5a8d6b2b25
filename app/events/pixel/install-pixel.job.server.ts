import type { Config } from "~/config";
import { defineJob } from "~/jobs/job.server";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { webPixelCreate, webPixelFind, webPixelUpdate } from "~/shopify/operations/web-pixel";
import { findInstalledShop } from "~/shopify/shop-store.server";
import {
  findPixelAccount,
  selectShopsWithUnsyncedAccount,
  postponePixelAccount,
  settlePixelAccount,
  nextPixelTimes,
} from "../pixel-account-store.server";

interface Deps extends AdminDeps {
  readonly config: AdminDeps["config"] & Pick<Config, "publicUrl">;
  readonly now: () => Date;
}

const SCOPES = ["write_pixels", "read_customer_events"];
const BACK_OFF = { firstMs: 60_000, longestMs: 6 * 3_600_000 };

/** Installs the web pixel or updates its account. Idempotent. */
export const installPixelJob = defineJob<Deps>({
  name: "events.install-pixel",
  selectDueShops: selectShopsWithUnsyncedAccount,
  nextDueTimes: nextPixelTimes,

  async run(shopId, deps) {
    const { db, now, log } = deps;
    const shop = await findInstalledShop(db, shopId);
    const account = await findPixelAccount(db, shopId);
    if (!shop || !account || account.syncedAt) return { more: false };
    const { accountId, pixelId, attempts } = account;
    const nextRunAt = new Date(+now() + backOffMs(attempts + 1, BACK_OFF));
    const granted = shop.grantedScopes.split(",");
    const missing = SCOPES.filter((scope) => !granted.includes(scope));
    if (missing.length > 0) {
      const lastError = `the shop has not granted ${missing.join(", ")}`;
      await postponePixelAccount(db, shopId, { lastError, nextRunAt });
      return { more: false };
    }
    try {
      const settings = JSON.stringify({
        accountID: accountId,
        collectorURL: new URL("/collect", deps.config.publicUrl).href,
      });
      const id = await placePixel(shopId, pixelId, settings, deps);
      await settlePixelAccount(db, shopId, { accountId, pixelId: id, at: now() });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ err: error, shopId, attempts }, "the pixel could not be placed");
      await postponePixelAccount(db, shopId, { lastError: error.code, nextRunAt });
    }
    return { more: false };
  },
});

/** @returns Shopify's id of the pixel */
async function placePixel(
  shopId: ShopId,
  pixelId: string | null,
  settings: string,
  deps: Deps,
): Promise<string> {
  if (pixelId !== null) {
    try {
      const updated = await adminGraphql(shopId, webPixelUpdate, { id: pixelId, settings }, deps);
      return updated.webPixelUpdate.webPixel.id;
    } catch (error) {
      if (!isRefusal(error, "NOT_FOUND")) throw error;
    }
  }
  try {
    const created = await adminGraphql(shopId, webPixelCreate, { settings }, deps);
    return created.webPixelCreate.webPixel.id;
  } catch (error) {
    if (!isRefusal(error, "TAKEN")) throw error;
    // It exists: an earlier response was lost.
    const { webPixel } = await adminGraphql(shopId, webPixelFind, {}, deps);
    await adminGraphql(shopId, webPixelUpdate, { id: webPixel.id, settings }, deps);
    return webPixel.id;
  }
}

const isRefusal = (error: unknown, code: string) =>
  error instanceof AppError && String(error.context.codes ?? "").includes(code);
