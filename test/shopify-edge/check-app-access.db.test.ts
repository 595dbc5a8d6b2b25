import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { checkAppAccessJob } from "~/shopify/check-app-access.job.server";
import { getOfflineSession } from "~/shopify/offline-session.server";
import { storeSession } from "~/shopify/session-storage.server";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { dueShopsOf } from "../support/due-shops";
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

const onPlan = (publicDisplayName: string) => ({
  body: {
    data: {
      shop: { id: "gid://shopify/Shop/1", plan: { publicDisplayName }, shipsToCountries: ["GB"] },
    },
  },
});
const answerWell: ScriptedShopify["answer"] = ({ path }) =>
  path.endsWith("/access_token") ? { body: PAIR } : onPlan("Basic");

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
  shopify.answer = answerWell;
  await database.db.cursor.deleteMany();
  await database.db.schedule.deleteMany();
  await database.db.shopifySession.deleteMany();
  await database.db.shop.deleteMany();
  await createShop(database.db);
});

const deps = () => ({
  ...createTestDeps(),
  now: () => now,
  db: database.db,
  config: { shopify: { apiKey: "key", apiSecret: "secret" } },
  pause: () => Promise.resolve(),
});
const run = () => checkAppAccessJob.run(SHOP, deps(), new AbortController().signal);
const dueShops = () => dueShopsOf(checkAppAccessJob, database.db, now);
const refreshes = () => shopify.calls.filter(({ path }) => path.endsWith("/access_token"));
const lostSince = async () => (await database.db.shop.findFirstOrThrow()).accessLostAt;
/** An unused session whose token has expired, refreshable for this many days. */
const storeUnused = (days: number) =>
  storeSession(
    anOfflineSession({
      expires: minutesAhead(-(90 - days) * DAY_MINUTES),
      refreshTokenExpires: minutesAhead(days * DAY_MINUTES),
    }),
    deps(),
  );

test.each([1, 29, 89])(
  "refreshes a session with %i days left, which then lasts 90 days",
  async (days) => {
    await storeUnused(days);
    expect(await run()).toEqual({ more: false });
    expect(refreshes().map(({ body }) => body["refresh_token"])).toEqual(["shprt_first"]);
    expect((await getOfflineSession(SHOP, deps())).refreshToken).toBe("shprt_second");
    expect(await lostSince()).toBeNull();
  },
);

test("checks each shop once a day", async () => {
  await storeUnused(60);
  expect(await dueShops()).toEqual([SHOP]);
  await run();
  expect(await dueShops()).toEqual([]);
  now = new Date(NOW.getTime() + 24 * 3_600_000);
  expect(await dueShops()).toEqual([SHOP]);
});

test("keeps the session for the next day after an outage, and leaves the shop unchanged", async () => {
  await storeUnused(10);
  shopify.answer = () => ({ status: 503, body: "away" });
  await expect(run()).rejects.toMatchObject({ code: "upstream" });
  expect(await dueShops()).toEqual([]);
  expect(await lostSince()).toBeNull();

  shopify.answer = answerWell;
  await run();
  expect((await getOfflineSession(SHOP, deps())).accessToken).toBe("shpat_second");
});

describe("a shop with lost access", () => {
  const refuse = (error: string) => () => ({ status: 400, body: { error } });

  test.each([
    ["has no session", () => Promise.resolve()],
    ["has a refresh token that died", () => storeUnused(-1)],
    [
      "was uninstalled without a webhook",
      () => {
        shopify.answer = refuse("app_not_installed");
        return storeUnused(60);
      },
    ],
    [
      "has a token that was revoked before its time",
      () => {
        shopify.answer = ({ path }) =>
          path.endsWith("/access_token")
            ? refuse("invalid_grant")()
            : { status: 401, body: { errors: "Invalid API key or access token" } };
        return storeSession(anOfflineSession(), deps());
      },
    ],
    [
      "has a new token that is refused as well",
      () => {
        shopify.answer = (call) =>
          call.path.endsWith("/access_token") ? answerWell(call) : { status: 401, body: {} };
        return storeUnused(60);
      },
    ],
  ])("is marked when it %s, without a fault", async (_what, prepare) => {
    await prepare();
    expect(await run()).toEqual({ more: false });
    expect(await lostSince()).toEqual(NOW);

    now = new Date(NOW.getTime() + 24 * 3_600_000);
    await run();
    expect(await lostSince()).toEqual(NOW);
  });

  test("is active again when Shopify answers", async () => {
    await storeUnused(60);
    await database.db.shop.updateMany({ data: { accessLostAt: NOW } });
    await run();
    expect(await lostSince()).toBeNull();
  });

  test("is not a shop that reported its uninstall", async () => {
    await database.db.shop.updateMany({ data: { uninstalledAt: NOW } });
    await run();
    expect(await lostSince()).toBeNull();
    expect(shopify.calls).toEqual([]);
  });

  test("is not a shop that denies a scope", async () => {
    await storeUnused(60);
    const denied = { message: "Access denied", extensions: { code: "ACCESS_DENIED" } };
    shopify.answer = (call) =>
      call.path.endsWith("/access_token") ? answerWell(call) : { body: { errors: [denied] } };
    await run();
    expect(await lostSince()).toBeNull();
  });
});

describe("a temporarily closed shop", () => {
  const closed = async () => {
    const { closedAs, closedAt } = await database.db.shop.findFirstOrThrow();
    return { closedAs, closedAt };
  };
  const hoursLater = (hours: number) => {
    now = new Date(NOW.getTime() + hours * 3_600_000);
  };

  test.each([
    ["frozen", { status: 402, body: "" }],
    ["frozen", onPlan("Inactive")],
    ["paused", onPlan("Paused")],
  ] as const)("is %s, as Shopify's answer shows, and becomes active again", async (as, answer) => {
    await storeUnused(60);
    shopify.answer = (call) => (call.path.endsWith("/access_token") ? answerWell(call) : answer);
    await run();
    expect(await closed()).toEqual({ closedAs: as, closedAt: NOW });

    // Checked each hour although the daily check is done; the closing time stays.
    expect(await dueShops()).toEqual([]);
    hoursLater(1);
    expect(await dueShops()).toEqual([SHOP]);
    await run();
    expect(await closed()).toEqual({ closedAs: as, closedAt: NOW });

    shopify.answer = answerWell;
    hoursLater(2);
    await run();
    expect(await closed()).toEqual({ closedAs: null, closedAt: null });
    hoursLater(3);
    expect(await dueShops()).toEqual([]);
  });
});
