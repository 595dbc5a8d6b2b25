import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { applyLifecycle } from "~/events/lifecycle/apply-lifecycle.server";
import { listBackfills } from "~/events/backfill/backfill-store.server";
import { confirmInstallation, recordOpening } from "~/http/confirm-installation.server";
import { ShopId } from "~/lib/shop-id";
import { adminGraphql } from "~/shopify/admin-graphql.server";
import { shopInfo } from "~/shopify/operations/shop-info";
import { findShopContact } from "~/shopify/shop-store.server";
import type { Shopify } from "~/shopify.server";
import { createEdgeDeps, startShopifyForTests } from "../events/test-shop";
import { smallStore } from "../shopify-tests/small-store";
import { NOW, hoursAgo } from "../support/builders";
import { openTestDatabase } from "../support/database";

const SHOP = ShopId.parse("acme.myshopify.com");
const APP_URL = "http://127.0.0.1:4301";

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;
let shopify: Shopify;

beforeAll(async () => {
  database = await openTestDatabase();
  bed = await startShopifyForTests(smallStore());
  // Shopify's library captures `fetch` when it is imported: only now is it redirected to the local Shopify.
  const { createShopify } = await import("~/shopify.server");
  deps = createEdgeDeps(database);
  shopify = createShopify({
    ...deps,
    config: { shopify: { ...deps.config.shopify, appUrl: APP_URL, appBridgeUrl: null } },
  });
});
afterAll(async () => {
  await bed.stop();
  await database.close();
});
beforeEach(async () => {
  deps.announced.length = 0;
  await database.db.shop.deleteMany();
  await database.db.shopifySession.deleteMany();
  await bed.control.install(SHOP);
  await bed.control.clearLogs();
  await bed.control.clearFaults();
});

const idToken = () => bed.control.idToken(SHOP);
const withToken = (token: string, path = "/app") =>
  new Request(`${APP_URL}${path}`, { headers: { authorization: `Bearer ${token}` } });
const enter = async () => shopify.authenticate.admin(withToken(await idToken()));

/** The response that the library throws. */
async function answerTo(request: Request): Promise<Response> {
  try {
    await shopify.authenticate.admin(request);
  } catch (answer) {
    if (answer instanceof Response) return answer;
    throw answer;
  }
  throw new Error("The request was let in");
}

describe("a merchant who opens the app", () => {
  test("creates the shop with an expiring token and pending imports", async () => {
    const { session } = await enter();
    expect(session.shop).toBe(SHOP);
    expect(session.refreshToken).toMatch(/^shprt_/);
    expect(session.expires!.getTime()).toBeGreaterThan(Date.now());

    expect(await database.db.shop.findUniqueOrThrow({ where: { shopId: SHOP } })).toMatchObject({
      name: "Acme Gifts",
      currency: "GBP",
      timeZone: "Europe/London",
      countryCode: "GB",
      installedAt: NOW,
      uninstalledAt: null,
      grantedScopes: expect.stringContaining("read_customers") as string,
    });
    expect(await findShopContact(database.db, SHOP, deps)).toMatchObject({
      email: "hello@acme.example.com",
      city: "London",
    });
    expect((await listBackfills(database.db, SHOP)).map((it) => it.state)).toEqual(
      Array(4).fill("waiting"),
    );
    expect(deps.announced).toEqual([{ shopId: SHOP, fact: "shop_installed" }]);
  });

  test("requests one token and one answer from Shopify, and nothing while the token is valid", async () => {
    await enter();
    await enter();
    const { counts } = await bed.control.logs();
    expect(counts).toMatchObject({ tokens: 1, graphql: 1 });
  });

  test("is accepted without a new installation after the token was renewed", async () => {
    await enter();
    await database.db.backfill.updateMany({ data: { state: "done" } });
    deps.announced.length = 0;
    await shopify.sessionStorage.deleteSession(`offline_${SHOP}`);
    await enter();
    expect(deps.announced).toEqual([]);
    expect(new Set((await listBackfills(database.db, SHOP)).map((it) => it.state))).toEqual(
      new Set(["done"]),
    );
  });

  test("starts over after an uninstall", async () => {
    await enter();
    await database.db.backfill.updateMany({ data: { state: "done", importedCount: 7 } });
    await database.db.shop.updateMany({
      data: { installedAt: hoursAgo(48), uninstalledAt: hoursAgo(24) },
    });
    await database.db.shopifySession.deleteMany();
    await enter();
    expect(await database.db.shop.findFirstOrThrow()).toMatchObject({
      installedAt: NOW,
      uninstalledAt: null,
    });
    expect((await listBackfills(database.db, SHOP))[0]).toMatchObject({
      state: "waiting",
      importedCount: 0,
    });
  });

  test("can retry when Shopify fails during the installation", async () => {
    await bed.control.setFaults({ graphql: { fail: 6 } });
    expect((await answerTo(withToken(await idToken()))).status).toBe(502);
    expect(await database.db.shop.count()).toBe(0);
    expect(await database.db.shopifySession.count()).toBe(0);

    await enter();
    expect(await database.db.shop.count()).toBe(1);
  });
});

test("opening the app records the language of Shopify's admin", async () => {
  await enter();
  const request = withToken(await idToken(), "/app?id_token=new&locale=pt_br");
  await recordOpening(request, SHOP, { ...deps, ...shopify });
  const { merchantLocale } = await database.db.shop.findUniqueOrThrow({ where: { shopId: SHOP } });
  expect(merchantLocale).toBe("pt-BR");
});

describe("a merchant who reinstalls before the uninstall webhook arrives", () => {
  const open = async () =>
    confirmInstallation(withToken(await idToken()), SHOP, { ...deps, ...shopify });
  /** Shopify's late webhook: the app was uninstalled an hour ago. */
  const receiveUninstall = () =>
    applyLifecycle(SHOP, { kind: "app_uninstalled", triggeredAt: hoursAgo(1) }, "word", deps);

  beforeEach(async () => {
    await enter();
    await database.db.shop.updateMany({ data: { installedAt: hoursAgo(48) } });
    await bed.control.uninstall(SHOP);
    await bed.control.install(SHOP);
  });

  test("gets a new token and a new start by opening the app", async () => {
    await enter();
    expect(deps.announced.filter(({ fact }) => fact === "shop_installed")).toHaveLength(1);
    await open();
    expect(deps.announced.filter(({ fact }) => fact === "shop_installed")).toHaveLength(2);
    expect((await adminGraphql(SHOP, shopInfo, {}, deps)).shop.name).toBe("Acme Gifts");
  });

  test("stays installed whether the webhook comes before or after they open the app", async () => {
    await open();
    expect(await receiveUninstall()).toContain("installed again since");
    await database.db.shop.updateMany({ data: { installedAt: hoursAgo(48) } });
    expect(await receiveUninstall()).toBeNull();
    await open();
    expect(await database.db.shop.findFirstOrThrow()).toMatchObject({
      installedAt: NOW,
      uninstalledAt: null,
      accessLostAt: null,
    });
  });

  test("costs one request when the shop is already installed", async () => {
    await open();
    await bed.control.clearLogs();
    await open();
    expect((await bed.control.logs()).counts).toMatchObject({ tokens: 0, graphql: 1 });
  });
});

describe("work without a merchant", () => {
  test("refreshes an expiring token once for ten concurrent calls", async () => {
    await bed.control.setTokenLifetimes({ accessSeconds: 60 });
    await enter();
    await bed.control.setTokenLifetimes({ accessSeconds: 3600 });
    await bed.control.clearLogs();

    await Promise.all(Array.from({ length: 10 }, () => adminGraphql(SHOP, shopInfo, {}, deps)));
    const calls = await bed.control.tokenLog();
    expect(calls.map((it) => it.grant)).toEqual(["refresh_token"]);
  });

  test("continues with a new token when Shopify revokes the old one early", async () => {
    await enter();
    await bed.control.expireTokens(SHOP);
    const { shop } = await adminGraphql(SHOP, shopInfo, {}, deps);
    expect(shop.name).toBe("Acme Gifts");
  });
});

describe("an unauthorized request", () => {
  test.each([
    ["expired", { lifetimeSeconds: -30 }],
    ["made for another app", { audience: "another-app" }],
    ["signed with another secret", { secret: "guess" }],
  ])("is answered 401 when its token is %s", async (_what, options) => {
    const token = await bed.control.idToken(SHOP, options);
    const answer = await answerTo(withToken(token));
    expect(answer.status).toBe(401);
    expect(await database.db.shopifySession.count()).toBe(0);
  });

  test("acts for the shop of its token, whatever shop its URL names", async () => {
    const request = withToken(await idToken(), "/app?shop=teapot.myshopify.com");
    expect((await shopify.authenticate.admin(request)).session.shop).toBe(SHOP);
  });

  test("is asked to retry when Shopify rejects its token", async () => {
    await bed.control.rejectExchanges(1);
    const answer = await answerTo(withToken(await idToken()));
    expect(answer.status).toBe(401);
    expect(answer.headers.get("X-Shopify-Retry-Invalid-Session-Request")).toBe("1");
  });

  test("is redirected to fetch a token when it is a page without one", async () => {
    const host = Buffer.from("admin.shopify.com/store/acme").toString("base64");
    const url = `${APP_URL}/app?shop=${SHOP}&host=${host}&embedded=1`;
    const answer = await answerTo(new Request(url));
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toMatch(/^\/auth\/session-token\?/);
  });
});
