import { recordLook } from "~/messages/brand/shop-look.server";
import { chooseTheme } from "~/pages/emails/email-themes.server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { issuePixelAccount, postponePixelAccount } from "~/events/pixel-account-store.server";
import {
  frequencyExperiment,
  recordDecision,
} from "~/experiments/optimization/experiment-store.server";
import { dismissSetup, getHomeSummary } from "~/pages/home/home-summary.server";
import type { LiftAnswer } from "~/feedback/lift/lift-answers";
import { saveLift } from "~/feedback/lift/lift-store.server";
import { hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { emptyTables, FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const home = () => getHomeSummary(database.db, SHOP, deps);

describe("a newly installed shop", () => {
  test("lists the open setup steps and shows no results", async () => {
    const { db } = database;
    await db.backfill.create({
      data: {
        shopId: SHOP,
        resource: "orders",
        state: "importing",
        objectCount: 90,
        importedCount: 30,
        nextRunAt: NOW,
      },
    });
    const summary = await home();
    expect(summary.setup).toEqual({
      isDismissed: false,
      backfills: [{ resource: "orders", state: "importing", objectCount: 90, importedCount: 30 }],
      isBrandReady: false,
      isLookDecided: false,
      isSenderReady: false,
      liveFlowCount: 1,
      industry: "online_store",
    });
    const none = { today: 0, week: 0, weekBefore: 0, month: 0 };
    expect(summary.activity).toEqual({
      sent: none,
      clicks: none,
      creditedOrders: none,
      flows: null,
      notSentToday: { withheld: 0, skipped: [] },
    });
    expect(summary.feed).toEqual({ customers: {}, emails: [], store: [], countedAt: null });
    expect(summary.revenue).toMatchObject({ orders: 0, netMinor: 0 });
    expect(summary.revenue.before).toEqual({ orders: 0, netMinor: 0, isComparable: false });
    expect(summary.silence).toBeNull();
    expect(summary.lift).toEqual({
      ...{ countedAt: null, caps: { 7: null, 30: null }, answers: [] },
      ...{ holdoutRate: 0.05, undoRate: null },
    });
  });

  test("can dismiss the guide for good", async () => {
    await dismissSetup(database.db, SHOP, deps);
    expect((await home()).setup.isDismissed).toBe(true);
  });
});

describe("the look of emails", () => {
  const isDecided = async () => (await home()).setup.isLookDecided;
  const saveBrand = (brand: Record<string, string | null>) =>
    database.db.settings.upsert({
      where: { shopId: SHOP },
      create: { shopId: SHOP, brand, updatedAt: NOW },
      update: { brand },
    });

  test("is open after settings were saved that left it as it was", async () => {
    await saveBrand({ accent: "#2b2f36", theme: "minimal", logoUrl: null, shopName: "Kettle" });
    expect(await isDecided()).toBe(false);
  });

  test.each([
    { accent: "#1f6f54" },
    { theme: "bold" },
    { logoUrl: "https://cdn.shopify.com/logo.png" },
    { coverUrl: "https://cdn.shopify.com/shelf.jpg" },
  ])("is decided by saving %o", async (brand) => {
    await saveBrand(brand);
    expect(await isDecided()).toBe(true);
  });

  test("is decided by trying a theme and going back to the first", async () => {
    await chooseTheme(SHOP, "bold", { db: database.db, now: () => NOW });
    await chooseTheme(SHOP, "minimal", { db: database.db, now: () => NOW });
    expect(await isDecided()).toBe(true);
  });

  test.each(["look_kept", "store_look_read"] as const)("is decided by %s", async (action) => {
    await recordLook(database.db, SHOP, { action, now: NOW });
    expect(await isDecided()).toBe(true);
  });
});

describe("the storefront", () => {
  test("shows whether Shopify has the pixel, its last visit, and links with the app's key", async () => {
    const { db } = database;
    const storefront = async () => (await home()).storefront;
    expect(await storefront()).toMatchObject({ pixel: "connecting", lastVisitAt: null });
    await issuePixelAccount(db, SHOP, { now: NOW, pixelId: null });
    await postponePixelAccount(db, SHOP, { lastError: "taken", nextRunAt: NOW });
    expect((await storefront()).pixel).toBe("retrying");
    await db.pixelAccount.updateMany({ data: { syncedAt: NOW } });
    for (const hours of [5, 3]) {
      const [startedAt, endedAt] = [hoursAgo(hours + 1), hoursAgo(hours)];
      await db.visit.create({
        data: {
          ...{ shopId: SHOP, visitorId: "v", profileId: "vv", startedAt, endedAt },
          ...{ pageCount: 1, dwellSeconds: 9, path: [], searches: [], viewed: [] },
        },
      });
    }
    const { pixel, lastVisitAt, editorUrls } = await storefront();
    expect({ pixel, lastVisitAt }).toEqual({
      pixel: "connected",
      lastVisitAt: hoursAgo(3).toISOString(),
    });
    expect(editorUrls.identity).toContain(`${deps.config.shopify.apiKey}%2Fidentity`);
  });
});

describe("approvals", () => {
  test("counts the decisions that wait for the merchant", async () => {
    const { db } = database;
    expect((await home()).approvals).toBe(0);
    const evidence = { clickRatio: 0.5, leaveRatio: null, emails: 900, chance: 0.9 };
    await db.$transaction((tx) =>
      recordDecision(
        tx,
        SHOP,
        {
          experiment: frequencyExperiment([]),
          after: frequencyExperiment([]).variants,
          evidence: { kind: "fatigue", ...evidence },
        },
        NOW,
      ),
    );
    expect((await home()).approvals).toBe(1);
  });
});

describe("lift", () => {
  test("shows the latest count and its time", async () => {
    const { db } = database;
    expect((await home()).lift.countedAt).toBeNull();
    const answer: LiftAnswer = {
      of: "source",
      windowDays: 30,
      ...{ flowId: FLOW_ID, campaignId: "", people: 32 },
      ...{ problem: null, current: null, finished: null, expected: [], groups: [] },
    };
    const countedAt = hoursAgo(0.25);
    const count = { countedAt, caps: { 7: null, 30: 90_00 }, answers: [answer], days: [] };
    await db.$transaction((tx) => saveLift(tx, SHOP, count, { settingsVersion: 0, seq: 0n }));
    const { lift } = await home();
    expect(lift).toMatchObject({ countedAt: countedAt.toISOString(), caps: { 30: 90_00 } });
    expect(lift.answers).toMatchObject([{ ...answer, name: "Abandoned checkout" }]);
  });
});
