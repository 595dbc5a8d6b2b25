import { beforeEach, describe, expect, test } from "vitest";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import { recordEvents } from "~/events/event-store.server";
import { unsubscribe } from "~/feedback/unsubscribe.server";
import { writeBackConsentJob } from "~/feedback/write-back-consent.job.server";
import { selectShopsWithDueWriteBacks } from "~/feedback/write-back-store.server";
import { listTimeline } from "~/pages/customers/customer-timeline.server";
import { readDueShops } from "../support/due-shops";
import { createProfile, createSentMessage } from "../support/rows";
import { EDGE_SHOP as SHOP, EDGE_START as START, edgeStage } from "../support/edge-stage";

const CUSTOMER = "201";
const MINUTE_MS = 60_000;

const stage = edgeStage();
beforeEach(async () => {
  await stage.bed.control.play(SHOP, [
    { kind: "consent_changed", customerId: CUSTOMER, state: "SUBSCRIBED" },
  ]);
  await stage.bed.control.clearLogs();
});

const run = () => writeBackConsentJob.run(SHOP, stage.deps, new AbortController().signal);
const isDue = async () =>
  (await readDueShops(stage.db, selectShopsWithDueWriteBacks(stage.now))).length > 0;
const theSuppression = () => stage.db.suppression.findFirstOrThrow({ where: { shopId: SHOP } });
const atShopify = async () =>
  (await stage.bed.control.record(SHOP, "customers", CUSTOMER)).marketing;
const calls = async () =>
  (await stage.bed.control.graphqlLog()).filter((it) => it.operation === "MarketingConsentUpdate")
    .length;

async function unsubscribes({ customerId = CUSTOMER } = {}) {
  const { keyring } = stage.deps;
  const { profileId } = await createProfile(stage.db, keyring, { shopId: SHOP, customerId });
  await stage.db.profile.updateMany({ data: { marketingOptIn: "confirmed_opt_in" } });
  await createSentMessage(stage.db, {
    shopId: SHOP,
    profileId,
    messageId: emailTo(profileId),
  });
  await unsubscribesAgain(profileId);
  return profileId;
}

/** By the link of the same email. */
async function unsubscribesAgain(profileId: string) {
  const link = `${SHOP}/${profileId}/${emailTo(profileId)}`;
  await unsubscribe(stage.deps.keyring.signLink("unsubscribe", link), stage.deps);
}

const emailTo = (profileId: string) => `email-to-${profileId}`;

/** Shopify's webhook about the synced change. */
async function takeEcho() {
  await stage.bed.control.idle(5_000);
  const topic = "customers_email_marketing_consent/update";
  const deliveries = await stage.bed.control.webhookLog({ topic });
  const body = JSON.parse(deliveries.at(-1)!.body) as unknown;
  const webhook = {
    shopId: SHOP,
    topic,
    triggeredAt: stage.now,
    headerTriggeredAt: stage.now,
    currency: "GBP",
  };
  const echo = eventsFromWebhook({ ...webhook, body, now: stage.now });
  if (echo.kind !== "events") throw new Error(`The echo was ${echo.kind}`);
  await stage.db.$transaction((tx) => recordEvents(tx, echo.events, stage.deps));
  return echo.events;
}

describe("an unsubscribe by a link", () => {
  test("is synced to Shopify with its time and the previous opt-in level", async () => {
    await unsubscribes();
    expect(stage.deps.announced.map((it) => it.fact)).toContain("suppression_recorded");
    expect(await isDue()).toBe(true);

    expect(await run()).toEqual({ more: false });
    expect(await atShopify()).toEqual({
      state: "UNSUBSCRIBED",
      optInLevel: "CONFIRMED_OPT_IN",
      updatedAt: START.toISOString(),
    });
    expect(await theSuppression()).toMatchObject({ writtenBackAt: START, lastError: null });
    expect(await isDue()).toBe(false);
    await run();
    expect(await calls()).toBe(1);
  });

  test("is not repeated by the webhook that echoes it", async () => {
    await unsubscribes();
    await run();
    expect(await takeEcho()).toMatchObject([
      { payload: { marketingState: "unsubscribed", changedAt: START } },
    ]);
  });

  test("has one entry on the customer's page, not two", async () => {
    await unsubscribes();
    await run();
    await takeEcho();
    const kinds = (await listTimeline(stage.db, SHOP, CUSTOMER)).map((it) => it.kind);
    expect(kinds.filter((kind) => kind === "consent_changed")).toEqual(["consent_changed"]);
  });

  test("is retried with growing delays after a fault", async () => {
    await unsubscribes();
    await stage.bed.control.setFaults({ graphql: { fail: 100, failStatus: 503 } });
    await run();
    expect(await isDue()).toBe(false);
    expect(await theSuppression()).toMatchObject({
      attempts: 1,
      lastError: "upstream",
      writtenBackAt: null,
    });
    stage.now = new Date(stage.now.getTime() + MINUTE_MS);
    expect(await isDue()).toBe(true);
    await run();
    stage.now = new Date(stage.now.getTime() + MINUTE_MS / 2);
    expect(await isDue()).toBe(false);

    await stage.bed.control.clearFaults();
    stage.now = new Date(stage.now.getTime() + MINUTE_MS / 2);
    await run();
    expect((await atShopify()).state).toBe("UNSUBSCRIBED");
    expect(await theSuppression()).toMatchObject({
      writtenBackAt: stage.now,
      lastError: null,
    });
  });

  test("is attempted once in a shop without a valid token, however many wait", async () => {
    await unsubscribes();
    await unsubscribes({ customerId: "202" });
    await stage.db.shopifySession.deleteMany();
    await run();
    expect(await stage.db.suppression.findMany()).toMatchObject([
      { lastError: "unauthorized", attempts: 1 },
      { lastError: "unauthorized", attempts: 1 },
    ]);
    expect(await isDue()).toBe(false);
  });

  test("is kept with Shopify's reason when refused, and not retried", async () => {
    await unsubscribes({ customerId: "999" });
    await run();
    expect(await theSuppression()).toMatchObject({
      lastError: "refused: INVALID",
      nextRunAt: null,
      writtenBackAt: null,
    });
    await run();
    expect(await calls()).toBe(1);
  });

  test("does not override a later opt-in in the store", async () => {
    const profileId = await unsubscribes();
    await stage.db.profile.updateMany({
      where: { shopId: SHOP, profileId },
      data: {
        marketingState: "subscribed",
        marketingChangedAt: new Date(stage.now.getTime() + MINUTE_MS),
      },
    });
    await run();
    expect(await calls()).toBe(0);
    expect(await theSuppression()).toMatchObject({ lastError: "subscribed_since" });
  });

  test("is synced again after a resubscribe", async () => {
    const profileId = await unsubscribes();
    await run();
    await stage.bed.control.play(SHOP, [
      { kind: "consent_changed", customerId: CUSTOMER, state: "SUBSCRIBED" },
    ]);
    const { state, updatedAt } = await atShopify();
    expect(state).toBe("SUBSCRIBED");
    await stage.db.profile.updateMany({
      where: { shopId: SHOP, profileId },
      data: { marketingState: "subscribed", marketingChangedAt: updatedAt },
    });

    stage.now = new Date((await stage.bed.control.clock()).now);
    await unsubscribesAgain(profileId);
    await unsubscribesAgain(profileId);
    expect(await isDue()).toBe(true);
    await run();
    expect(await atShopify()).toMatchObject({
      state: "UNSUBSCRIBED",
      updatedAt: stage.now.toISOString(),
    });
    expect(await theSuppression()).toMatchObject({
      createdAt: stage.now,
      writtenBackAt: stage.now,
    });
    expect(await calls()).toBe(2);
    const events = await stage.db.event.findMany({ where: { kind: "email_unsubscribed" } });
    expect(events).toHaveLength(2);
  });

  test("is not synced for an erased customer or an uninstalled shop", async () => {
    await unsubscribes();
    await stage.db.shop.updateMany({ data: { uninstalledAt: stage.now } });
    expect(await isDue()).toBe(false);
    await run();
    expect((await theSuppression()).nextRunAt).not.toBeNull();

    await stage.db.shop.updateMany({ data: { uninstalledAt: null } });
    await stage.db.profile.updateMany({ data: { emailIndex: null } });
    await run();
    expect(await calls()).toBe(0);
    expect(await theSuppression()).toMatchObject({ lastError: "customer_unknown" });
  });
});
