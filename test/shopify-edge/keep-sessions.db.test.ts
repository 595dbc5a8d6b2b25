import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { keepSessionsJob } from "~/shopify/keep-sessions.job.server";
import { getOfflineSession } from "~/shopify/offline-session.server";
import { storeSession } from "~/shopify/session-storage.server";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { anOfflineSession, minutesAhead } from "./an-offline-session";
import { startScriptedShopify, type ScriptedShopify } from "./scripted-shopify";

const DAY_MINUTES = 24 * 60;
const PAIR = {
  access_token: "shpat_second",
  scope: "read_customers",
  expires_in: 3600,
  refresh_token: "shprt_second",
  refresh_token_expires_in: 7_776_000,
};

let database: Database;
let shopify: ScriptedShopify;
let now: Date;
beforeAll(async () => {
  database = await openTestDatabase();
  shopify = await startScriptedShopify();
});
afterAll(async () => {
  await shopify.close();
  await database.close();
});
beforeEach(async () => {
  now = NOW;
  shopify.calls.length = 0;
  shopify.answer = () => ({ body: PAIR });
  await database.db.cursor.deleteMany();
  await database.db.shopifySession.deleteMany();
  await database.db.shop.deleteMany();
  await createShop(database.db);
});

const deps = () => ({
  ...createTestDeps(),
  now: () => now,
  db: database.db,
  config: { shopify: { apiKey: "key", apiSecret: "secret" } },
});
const run = () => keepSessionsJob.run(SHOP, deps(), new AbortController().signal);
const dueShops = () => keepSessionsJob.listDueShops!(database.db, now);
const storeUnused = (days: number) =>
  storeSession(
    anOfflineSession({
      expires: minutesAhead(-(90 - days) * DAY_MINUTES),
      refreshTokenExpires: minutesAhead(days * DAY_MINUTES),
    }),
    deps(),
  );

test("a session that nobody used for two months is refreshed, with a new refresh token", async () => {
  await storeUnused(29);
  expect(await run()).toEqual({ more: false });
  expect(shopify.calls.map(({ body }) => body["refresh_token"])).toEqual(["shprt_first"]);
  const session = await getOfflineSession(SHOP, deps());
  expect(session.refreshToken).toBe("shprt_second");
  await run();
  expect(shopify.calls).toHaveLength(1);
});

test("one with more than a month left is left alone", async () => {
  await storeUnused(31);
  await run();
  expect(shopify.calls).toEqual([]);
});

test("each shop is due once a day", async () => {
  await storeUnused(60);
  expect(await dueShops()).toEqual([SHOP]);
  await run();
  expect(await dueShops()).toEqual([]);
  now = new Date(NOW.getTime() + 24 * 3_600_000);
  expect(await dueShops()).toEqual([SHOP]);
});

test("an outage keeps the session for the next day", async () => {
  await storeUnused(10);
  shopify.answer = () => ({ status: 503, body: "away" });
  await expect(run()).rejects.toMatchObject({ code: "upstream" });
  expect(await dueShops()).toEqual([]);

  shopify.answer = () => ({ body: PAIR });
  await run();
  expect((await getOfflineSession(SHOP, deps())).accessToken).toBe("shpat_second");
});

test.each([
  ["that has none", () => Promise.resolve()],
  ["whose token has died already", () => storeUnused(-1)],
])("a shop %s is no fault", async (_what, prepare) => {
  await prepare();
  expect(await run()).toEqual({ more: false });
  expect(shopify.calls).toEqual([]);
});
