import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { insertOptIn } from "~/delivery/opt-in/opt-in-store.server";
import { installShop } from "~/events/install-shop.server";
import { writeBackSignUpsJob } from "~/feedback/write-back-sign-ups.job.server";
import { ShopId } from "~/lib/shop-id";
import { createEdgeDeps, signIn, startShopifyForTests } from "../events/a-test-shop";
import { smallStore } from "../shopify-tests/small-store";
import { openTestDatabase } from "../support/database";

const SHOP = ShopId.parse("acme.myshopify.com");
const START = new Date("2026-06-01T00:00:00Z");
const DAY_MS = 86_400_000;

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;
let now: Date;

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
  deps = { ...createEdgeDeps(database), now: () => now };
  await database.db.event.deleteMany();
  await database.db.optInRequest.deleteMany();
  await database.db.shop.deleteMany();
  await bed.control.clearFaults();
  await bed.control.install(SHOP);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await bed.control.clearLogs();
});

const run = () => writeBackSignUpsJob.run(SHOP, deps, new AbortController().signal);
const theRequest = () => database.db.optInRequest.findFirstOrThrow();
const operations = async () => (await bed.control.graphqlLog()).map(({ operation }) => operation);
const keep = (email: string, overrides: object = {}) =>
  database.db.$transaction((tx) =>
    insertOptIn(
      tx,
      SHOP,
      {
        email,
        purpose: "marketing",
        locale: "en",
        variantId: null,
        productId: null,
        visitorId: null,
        state: "confirmed",
        customerId: null,
        at: START,
        expiresAt: new Date(START.getTime() + 30 * DAY_MS),
        ...overrides,
      },
      deps,
    ),
  );

describe("a sign-up that counts", () => {
  test("makes a customer of somebody whom Shopify does not know", async () => {
    await keep("brand.new@example.com");
    await run();
    const { state, customerId } = await theRequest();
    expect(state).toBe("told");
    const record = await bed.control.record(SHOP, "customers", customerId ?? "");
    expect(record.marketing).toMatchObject({ state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN" });
    expect(await operations()).toEqual(["CustomerByAddress", "SubscriberCreate"]);
    const events = await database.db.event.findMany({ where: { customerId } });
    expect(events.map(({ kind }) => kind).sort()).toEqual(["consent_changed", "sign_up_confirmed"]);
  });

  test("is noted of a new customer also where Shopify's webhook told of them first, and once", async () => {
    const { email } = await bed.control.record(SHOP, "customers", "201");
    await keep(String(email), { visitorId: "v1" });
    const emailIndex = deps.keyring.blindIndex(SHOP, String(email));
    const known = { shopId: SHOP, profileId: "c201", customerId: "201", createdAt: START };
    await database.db.profile.create({ data: { ...known, emailIndex } });
    await run();
    await database.db.optInRequest.updateMany({ data: { state: "confirmed", nextRunAt: START } });
    await run();
    const events = await database.db.event.findMany({ where: { customerId: "201" } });
    expect(events.map(({ kind }) => kind).sort()).toEqual(["consent_changed", "sign_up_confirmed"]);
  });

  test("is told of the customer who has the address, with how it was confirmed", async () => {
    const { email } = await bed.control.record(SHOP, "customers", "201");
    await keep(String(email));
    await database.db.optInRequest.updateMany({ data: { firstTriedAt: START } });
    await run();
    expect(await theRequest()).toMatchObject({ state: "told", customerId: "201" });
    const { marketing } = await bed.control.record(SHOP, "customers", "201");
    expect(marketing).toMatchObject({ state: "SUBSCRIBED", optInLevel: "CONFIRMED_OPT_IN" });
    expect(await operations()).toEqual(["CustomerByAddress", "MarketingConsentUpdate"]);
  });

  test("is told once", async () => {
    await keep("another.new@example.com");
    await run();
    await run();
    expect((await operations()).filter((it) => it === "SubscriberCreate")).toHaveLength(1);
  });

  test("of one variant is nothing that Shopify keeps", async () => {
    await keep("third.new@example.com", { purpose: "back_in_stock" });
    await run();
    expect(await operations()).toEqual([]);
    expect(await theRequest()).toMatchObject({ state: "confirmed", nextRunAt: null });
  });
});
