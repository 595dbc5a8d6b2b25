import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { installPixelJob } from "~/events/pixel/install-pixel.job.server";
import {
  issuePixelAccount,
  selectShopsWithUnsyncedAccount,
} from "~/events/pixel-account-store.server";
import { ShopId } from "~/lib/shop-id";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { webPixelCreate, webPixelFind } from "~/shopify/operations/web-pixel";
import { smallStore } from "../../shopify-tests/small-store";
import { openTestDatabase } from "../../support/database";
import { readDueShops } from "../../support/due-shops";
import { createEdgeDeps, signIn, startShopifyForTests } from "../test-shop";

const SHOP = ShopId.parse("acme.myshopify.com");
const START = new Date("2026-06-01T00:00:00Z");

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof anEdge>;
let now: Date;

function anEdge() {
  const edge = createEdgeDeps(database);
  const config = { ...edge.config, publicUrl: "https://kindred.example" };
  return { ...edge, config, now: () => now };
}

beforeAll(async () => {
  database = await openTestDatabase();
  bed = await startShopifyForTests(smallStore());
});
afterAll(async () => {
  await bed.stop();
  await database.close();
});
beforeEach(async () => {
  now = START;
  deps = anEdge();
  await database.db.shop.deleteMany();
  await bed.control.clearFaults();
  await bed.control.uninstall(SHOP);
  await bed.control.install(SHOP);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await bed.control.clearLogs();
});

const run = () => installPixelJob.run(SHOP, deps, new AbortController().signal);
const isDue = async () =>
  (await readDueShops(database.db, selectShopsWithUnsyncedAccount(now))).includes(SHOP);
const account = () => database.db.pixelAccount.findUniqueOrThrow({ where: { shopId: SHOP } });
/** The pixel that Shopify runs in the storefront. */
const settings = async () => (await bed.control.pixel(SHOP))?.settings ?? null;

describe("the pixel of a shop", () => {
  test("is installed in the storefront with account and collector", async () => {
    expect(await isDue()).toBe(true);
    await run();
    expect(await settings()).toEqual({
      accountID: (await account()).accountId,
      collectorURL: "https://kindred.example/collect",
    });
    expect(await account()).toMatchObject({ syncedAt: START });
    expect(await isDue()).toBe(false);
  });

  test("is updated when a new account replaces the old one", async () => {
    await run();
    const { accountId, pixelId } = await account();
    await issuePixelAccount(database.db, SHOP, { now, pixelId });
    await run();
    expect(await settings()).toMatchObject({ accountID: (await account()).accountId });
    expect(await settings()).not.toMatchObject({ accountID: accountId });
    expect((await account()).pixelId).toBe(pixelId);
  });

  test("is adopted if it exists after a lost answer", async () => {
    await adminGraphql(SHOP, webPixelCreate, { settings: '{"accountID":"lost"}' }, deps);
    await run();
    const { webPixel } = await adminGraphql(SHOP, webPixelFind, {}, deps);
    expect((await account()).pixelId).toBe(webPixel.id);
    expect(await settings()).toMatchObject({ accountID: (await account()).accountId });
  });

  test("is created again with a new account after Shopify deleted it at an uninstall", async () => {
    await run();
    const before = await account();
    await database.db.shop.update({ where: { shopId: SHOP }, data: { uninstalledAt: START } });
    await bed.control.uninstall(SHOP);
    expect(await settings()).toBeNull();
    await bed.control.install(SHOP);
    await signIn(SHOP, await bed.control.idToken(SHOP), deps);
    await installShop(SHOP, deps);
    await run();
    expect((await account()).accountId).not.toBe(before.accountId);
    expect(await settings()).toMatchObject({ accountID: (await account()).accountId });
  });

  test("retries with growing delays while Shopify fails, and records why", async () => {
    await bed.control.setFaults({ graphql: { fail: 20, failStatus: 503 } });
    await run();
    expect(await account()).toMatchObject({ syncedAt: null, attempts: 1, lastError: "upstream" });
    expect(await isDue()).toBe(false);
    await bed.control.clearFaults();
    now = new Date(START.getTime() + 60_000);
    expect(await isDue()).toBe(true);
    await run();
    expect(await account()).toMatchObject({ syncedAt: now, attempts: 0, lastError: null });
  });

  test("waits for the scopes that it needs", async () => {
    await database.db.shop.update({
      where: { shopId: SHOP },
      data: { grantedScopes: "read_orders" },
    });
    await run();
    expect((await account()).lastError).toBe(
      "the shop has not granted write_pixels, read_customer_events",
    );
    expect(await bed.control.graphqlLog()).toEqual([]);
  });
});
