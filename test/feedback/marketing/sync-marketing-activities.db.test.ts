import { beforeEach, describe, expect, test } from "vitest";
import { syncMarketingActivitiesJob } from "~/feedback/marketing/sync-marketing-activities.job.server";
import { WELCOME } from "~/flows/library/people/welcome";
import { storedJson } from "~/flows/stored-json";
import { createProfile, createSentMessage } from "../../support/rows";
import { EDGE_SHOP as SHOP, EDGE_START, edgeStage } from "../../support/edge-stage";
import { changeMessages } from "../../support/message-rows";

const stage = edgeStage();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The last two days before the test's start, in London. */
const YESTERDAY = "2026-05-31";
const BEFORE = "2026-05-30";
const at = (day: string, time = "12:00") => new Date(`${day}T${time}:00+01:00`);

beforeEach(async () => {
  const { db, now } = stage;
  // Whether today was synced already.
  await db.cursor.deleteMany();
  await db.schedule.deleteMany();
  await db.marketingDay.deleteMany();
  await db.flow.create({
    data: {
      shopId: SHOP,
      flowId: "welcome",
      libraryKey: "welcome",
      name: "Welcome",
      status: "live",
      liveVersion: 1,
      createdAt: now,
      updatedAt: now,
    },
  });
  await db.flowVersion.create({
    data: {
      shopId: SHOP,
      flowId: "welcome",
      version: 1,
      definition: storedJson(WELCOME),
      createdAt: now,
    },
  });
});

async function run() {
  for (let turn = 0; turn < 20; turn++) {
    const { more } = await syncMarketingActivitiesJob.run(
      SHOP,
      stage.deps,
      new AbortController().signal,
    );
    if (!more) return;
  }
}
const nextDay = () => (stage.now = new Date(stage.now.getTime() + DAY_MS));
const atShopify = async () =>
  (await stage.bed.control.records(SHOP, "marketing")).find(
    ({ remoteId }) => remoteId === "flow/welcome",
  );
const engagementOf = async (day: string) => (await atShopify())?.engagements[day];
const calls = async (operation: string) =>
  (await stage.bed.control.graphqlLog()).filter((it) => it.operation === operation).length;

/** An email of the welcome flow sent at that time. */
async function sentEmail(messageId: string, sentAt: Date) {
  const { db, deps } = stage;
  const { profileId } = await createProfile(db, deps.keyring, {
    shopId: SHOP,
    customerId: messageId,
  });
  await createSentMessage(db, { shopId: SHOP, profileId, messageId, sentAt });
  await changeMessages(db, { shopId: SHOP, messageId }, { flowId: "welcome", stepId: "email-1" });
  return { messageId, profileId };
}
let engagements = 0;
const engage = (messageId: string, kind: "open" | "click", occurredAt: Date, verdict = "human") =>
  stage.db.engagementEvent.create({
    data: {
      shopId: SHOP,
      eventId: `e-${++engagements}`,
      messageId,
      kind,
      occurredAt,
      classification: verdict,
    },
  });
const order = (
  { messageId, profileId }: { messageId: string; profileId: string },
  orderId: string,
  orderedAt: Date,
) =>
  stage.db.attribution.create({
    data: {
      shopId: SHOP,
      orderId,
      messageId,
      profileId,
      flowId: "welcome",
      stepId: "email-1",
      clickedAt: orderedAt,
      orderedAt,
      currency: "GBP",
      grossMinor: 25_00n,
      refundedMinor: 0n,
      windowHours: 120,
    },
  });

describe("the marketing activity of a flow", () => {
  test("is created in Shopify with the UTM parameters of its emails", async () => {
    await run();
    expect(await atShopify()).toMatchObject({
      title: "Welcome",
      status: "ACTIVE",
      tactic: "MESSAGE",
      utm: { source: "kindred", medium: "email", campaign: "kindred-flow-welcome" },
      remoteUrl: `https://${SHOP}/admin/apps/test-key/app/flows/welcome`,
    });
  });

  test("is synced again under the same key after a pause or a rename", async () => {
    await run();
    await stage.db.flow.updateMany({ data: { status: "paused", name: "Hello" } });
    nextDay();
    await run();
    expect(await atShopify()).toMatchObject({ title: "Hello", status: "PAUSED" });
    expect(await calls("MarketingActivityUpsert")).toBe(2);
  });

  test("is not synced without the scope", async () => {
    await stage.db.shop.updateMany({ data: { grantedScopes: "read_customers" } });
    await run();
    expect(await stage.bed.control.graphqlLog()).toEqual([]);
  });
});

describe("a completed day", () => {
  test("is synced once with the events of that day, whenever the email was sent", async () => {
    const early = await sentEmail("m1", at(BEFORE));
    const late = await sentEmail("m2", at(YESTERDAY, "00:30"));
    await sentEmail("m3", at("2026-06-01", "00:30"));
    await engage("m1", "open", at(YESTERDAY));
    await engage("m1", "click", at(YESTERDAY));
    await engage("m1", "click", at(YESTERDAY, "13:00"));
    await engage("m2", "click", at(YESTERDAY), "machine");
    await order(early, "71", at(YESTERDAY, "14:00"));
    await stage.db.emailEvent.create({
      data: {
        shopId: SHOP,
        eventId: "e1",
        messageId: late.messageId,
        delivery: "bounced",
        occurredAt: at(YESTERDAY),
        receivedAt: at(YESTERDAY),
      },
    });
    await run();
    expect(await engagementOf(YESTERDAY)).toEqual({
      occurredOn: YESTERDAY,
      isCumulative: false,
      utcOffset: "+01:00",
      sendsCount: 1,
      failsCount: 1,
      viewsCount: 1,
      uniqueViewsCount: 1,
      clicksCount: 2,
      uniqueClicksCount: 1,
      unsubscribesCount: 0,
      complaintsCount: 0,
      orders: "1",
      sales: { amount: "25.00", currencyCode: "GBP" },
    });
    expect(await engagementOf(BEFORE)).toMatchObject({ sendsCount: 1, clicksCount: 0 });
    expect(await engagementOf("2026-06-01")).toBeUndefined();
    await run();
    nextDay();
    await stage.bed.control.clearLogs();
    await run();
    // Only the new day.
    expect(await calls("MarketingEngagementCreate")).toBe(1);
  });

  test("is synced again when its figures change later, also to zero", async () => {
    const email = await sentEmail("m1", at(BEFORE));
    await order(email, "71", at(YESTERDAY));
    await run();
    await stage.db.attribution.updateMany({ data: { refundedMinor: 10_00n } });
    nextDay();
    await run();
    expect(await engagementOf(YESTERDAY)).toMatchObject({
      orders: "1",
      sales: { amount: "15.00", currencyCode: "GBP" },
    });
    await stage.db.attribution.deleteMany();
    nextDay();
    await run();
    expect(await engagementOf(YESTERDAY)).toMatchObject({
      orders: "0",
      sales: { amount: "0.00", currencyCode: "GBP" },
    });
  });

  test("is synced after an outage of Shopify, without repeats", async () => {
    await sentEmail("m1", at(BEFORE));
    await sentEmail("m2", at(YESTERDAY));
    await stage.bed.control.setFaults({ graphql: { lose: 100 } });
    await run();
    await stage.bed.control.clearFaults();
    await stage.bed.control.clearLogs();
    await run();
    expect(await calls("MarketingEngagementCreate")).toBe(0);
    stage.now = new Date(stage.now.getTime() + HOUR_MS);
    await run();
    expect(await engagementOf(BEFORE)).toMatchObject({ sendsCount: 1 });
    expect(await engagementOf(YESTERDAY)).toMatchObject({ sendsCount: 1 });
    expect(await calls("MarketingEngagementCreate")).toBe(2);
    await run();
    expect(await calls("MarketingEngagementCreate")).toBe(2);
  });

  test("is created again with its activity after Shopify deleted both", async () => {
    await sentEmail("m1", at(YESTERDAY));
    await stage.bed.control.setFaults({ marketing: { forget: 1 } });
    await run();
    expect(await atShopify()).toBeUndefined();
    stage.now = new Date(EDGE_START.getTime() + HOUR_MS);
    await run();
    expect(await engagementOf(YESTERDAY)).toMatchObject({ sendsCount: 1 });
  });
});
