import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { eventsFromWebhook } from "~/events/from-shopify";
import { installShop } from "~/events/install-shop.server";
import { recordEvents } from "~/events/event-store.server";
import { unsubscribe } from "~/feedback/unsubscribe.server";
import { writeBackConsentJob } from "~/feedback/write-back-consent.job.server";
import { listShopsWithDueWriteBacks } from "~/feedback/write-back-store.server";
import { ShopId } from "~/lib/shop-id";
import { listTimeline } from "~/profiles/customer-timeline.server";
import { createEdgeDeps, signIn, startShopifyForTests } from "../events/a-test-shop";
import { smallStore } from "../shopify-tests/small-store";
import { openTestDatabase } from "../support/database";
import { createProfile, createSentMessage } from "../support/rows";

const SHOP = ShopId.parse("acme.myshopify.com");
const CUSTOMER = "201";
const START = new Date("2026-06-01T00:00:00Z");
const MINUTE_MS = 60_000;

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
  await database.db.suppression.deleteMany();
  await database.db.shop.deleteMany();
  await bed.control.clearFaults();
  await bed.control.install(SHOP);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
  await bed.control.play(SHOP, [
    { kind: "consent_changed", customerId: CUSTOMER, state: "SUBSCRIBED" },
  ]);
  await bed.control.clearLogs();
});

const run = () => writeBackConsentJob.run(SHOP, deps, new AbortController().signal);
const isDue = async () => (await listShopsWithDueWriteBacks(database.db, now)).length > 0;
const theSuppression = () => database.db.suppression.findFirstOrThrow({ where: { shopId: SHOP } });
const atShopify = async () => (await bed.control.record(SHOP, "customers", CUSTOMER)).marketing;
const calls = async () =>
  (await bed.control.graphqlLog()).filter((it) => it.operation === "MarketingConsentUpdate").length;

async function unsubscribes({ customerId = CUSTOMER } = {}) {
  const { keyring } = deps;
  const { profileId } = await createProfile(database.db, keyring, { shopId: SHOP, customerId });
  await database.db.profile.updateMany({ data: { marketingOptIn: "confirmed_opt_in" } });
  await createSentMessage(database.db, keyring, {
    shopId: SHOP,
    profileId,
    messageId: mailTo(profileId),
  });
  await unsubscribesAgain(profileId);
  return profileId;
}

/** By the link of the same mail. */
async function unsubscribesAgain(profileId: string) {
  const link = `${SHOP}/${profileId}/${mailTo(profileId)}`;
  await unsubscribe(deps.keyring.signLink("unsubscribe", link), deps);
}

const mailTo = (profileId: string) => `mail-to-${profileId}`;

/** What Shopify tells of the change that it was told. */
async function takeEcho() {
  await bed.control.idle(5_000);
  const topic = "customers_email_marketing_consent/update";
  const deliveries = await bed.control.webhookLog({ topic });
  const body = JSON.parse(deliveries.at(-1)!.body) as unknown;
  const telling = { shopId: SHOP, topic, triggeredAt: now, toldTriggeredAt: now, currency: "GBP" };
  const echo = eventsFromWebhook({ ...telling, body, now });
  if (echo.kind !== "events") throw new Error(`The echo was ${echo.kind}`);
  await database.db.$transaction((tx) => recordEvents(tx, echo.events, deps));
  return echo.events;
}

describe("after an unsubscribe by a link", () => {
  test("Shopify has the customer as unsubscribed since then, at the level that it had", async () => {
    await unsubscribes();
    expect(deps.announced.map((it) => it.fact)).toContain("suppression_recorded");
    expect(await isDue()).toBe(true);

    expect(await run()).toEqual({ more: false });
    expect(await atShopify()).toEqual({
      state: "UNSUBSCRIBED",
      optInLevel: "CONFIRMED_OPT_IN",
      updatedAt: START.toISOString(),
    });
    expect(await theSuppression()).toMatchObject({ writtenBackAt: START, writeBackReason: null });
    expect(await isDue()).toBe(false);
    await run();
    expect(await calls()).toBe(1);
  });

  test("the webhook that echoes it tells the same again", async () => {
    await unsubscribes();
    await run();
    expect(await takeEcho()).toMatchObject([
      { payload: { marketingState: "unsubscribed", changedAt: START } },
    ]);
  });

  test("and the page of the customer has one entry of it, not two", async () => {
    await unsubscribes();
    await run();
    await takeEcho();
    const kinds = (await listTimeline(database.db, SHOP, CUSTOMER)).map((it) => it.kind);
    expect(kinds.filter((kind) => kind === "consent_changed")).toEqual(["consent_changed"]);
  });

  test("a fault is tried again, later each time, and not by each sweep", async () => {
    await unsubscribes();
    await bed.control.setFaults({ graphql: { fail: 100, failStatus: 503 } });
    await run();
    expect(await isDue()).toBe(false);
    expect(await theSuppression()).toMatchObject({
      writeBackAttempts: 1,
      writeBackReason: "upstream",
      writtenBackAt: null,
    });
    now = new Date(now.getTime() + MINUTE_MS);
    expect(await isDue()).toBe(true);
    await run();
    now = new Date(now.getTime() + MINUTE_MS / 2);
    expect(await isDue()).toBe(false);

    await bed.control.clearFaults();
    now = new Date(now.getTime() + MINUTE_MS / 2);
    await run();
    expect((await atShopify()).state).toBe("UNSUBSCRIBED");
    expect(await theSuppression()).toMatchObject({ writtenBackAt: now, writeBackReason: null });
  });

  test("a shop without a valid token is asked once, however many wait", async () => {
    await unsubscribes();
    await unsubscribes({ customerId: "202" });
    await database.db.shopifySession.deleteMany();
    await run();
    expect(await database.db.suppression.findMany()).toMatchObject([
      { writeBackReason: "unauthorized", writeBackAttempts: 1 },
      { writeBackReason: "unauthorized", writeBackAttempts: 1 },
    ]);
    expect(await isDue()).toBe(false);
  });

  test("what Shopify refuses is kept with its reason, and not asked again", async () => {
    await unsubscribes({ customerId: "999" });
    await run();
    expect(await theSuppression()).toMatchObject({
      writeBackReason: "refused: INVALID",
      writeBackAt: null,
      writtenBackAt: null,
    });
    await run();
    expect(await calls()).toBe(1);
  });

  test("a permission given in the store since then stands", async () => {
    const profileId = await unsubscribes();
    await database.db.profile.updateMany({
      where: { shopId: SHOP, profileId },
      data: {
        marketingState: "subscribed",
        marketingChangedAt: new Date(now.getTime() + MINUTE_MS),
      },
    });
    await run();
    expect(await calls()).toBe(0);
    expect(await theSuppression()).toMatchObject({ writeBackReason: "subscribed_since" });
  });

  test("somebody who subscribed again and unsubscribes again is told of again", async () => {
    const profileId = await unsubscribes();
    await run();
    await bed.control.play(SHOP, [
      { kind: "consent_changed", customerId: CUSTOMER, state: "SUBSCRIBED" },
    ]);
    const { state, updatedAt } = await atShopify();
    expect(state).toBe("SUBSCRIBED");
    await database.db.profile.updateMany({
      where: { shopId: SHOP, profileId },
      data: { marketingState: "subscribed", marketingChangedAt: updatedAt },
    });

    now = new Date((await bed.control.clock()).now);
    await unsubscribesAgain(profileId);
    await unsubscribesAgain(profileId);
    expect(await isDue()).toBe(true);
    await run();
    expect(await atShopify()).toMatchObject({
      state: "UNSUBSCRIBED",
      updatedAt: now.toISOString(),
    });
    expect(await theSuppression()).toMatchObject({ createdAt: now, writtenBackAt: now });
    expect(await calls()).toBe(2);
    const events = await database.db.event.findMany({ where: { kind: "mail_unsubscribed" } });
    expect(events).toHaveLength(2);
  });

  test("Shopify is told nothing of who was erased, nor by a shop that has left", async () => {
    await unsubscribes();
    await database.db.shop.updateMany({ data: { uninstalledAt: now } });
    expect(await isDue()).toBe(false);
    await run();
    expect((await theSuppression()).writeBackAt).not.toBeNull();

    await database.db.shop.updateMany({ data: { uninstalledAt: null } });
    await database.db.profile.updateMany({ data: { emailIndex: null } });
    await run();
    expect(await calls()).toBe(0);
    expect(await theSuppression()).toMatchObject({ writeBackReason: "customer_unknown" });
  });
});
