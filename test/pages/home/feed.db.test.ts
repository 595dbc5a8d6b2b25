import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCampaign } from "~/campaigns/campaign-store.server";
import type { Database } from "~/db.server";
import { listFeed } from "~/pages/home/feed.server";
import { CROSS_SELL } from "~/flows/library/orders/cross-sell";
import {
  anOrder,
  anOrderPlaced,
  daysAgo,
  hoursAgo,
  NOW,
  OTHER_SHOP,
  SHOP,
} from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  emptyTables,
  FLOW_ID,
  storeCredit,
  storeEnrollment,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";
import { aClick, record } from "./email-events";

let database: Database;
const { keyring } = createTestDeps();
const FLOW = { flowId: FLOW_ID, name: "Abandoned checkout" };
const SOURCE = { kind: "flow", id: FLOW_ID, name: FLOW.name };

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const feed = () => listFeed(database.db, SHOP, NOW, keyring);

test("separates email and store events, newest first, grouped ones last", async () => {
  const { db } = database;
  const ada = await storeProfile(db, keyring, "ada", { contact: { firstName: "Ada" } });
  await storeEnrollment(db, ada, { enrolledAt: hoursAgo(0.5) });
  await storeMessage(db, ada, { sentAt: hoursAgo(0.5) });
  const messageId = await storeMessage(db, ada, { sentAt: hoursAgo(3) });
  await storeCredit(db, messageId, ada, { orderedAt: hoursAgo(1), refundedMinor: 5_00n });
  await record(db, [
    aClick({ at: hoursAgo(2), messageId }),
    anOrderPlaced(anOrder({ placedAt: hoursAgo(1), name: "#7" }), "ada"),
  ]);
  const { customers, emails, store } = await feed();
  expect(customers).toEqual({ ada: "Ada" });
  expect(emails).toMatchObject([
    { kind: "order_credited", netMinor: 35_00, customerId: "ada", messageId, from: FLOW.name },
    { kind: "email_clicked", customerId: "ada", messageId, from: FLOW.name },
    { kind: "emails_sent", count: 2, from: SOURCE, at: hoursAgo(0.5).toISOString() },
  ]);
  expect(store).toMatchObject([
    { kind: "order_placed", name: "#7", totalMinor: 24_00, customerId: "ada" },
    { kind: "customers_entered", count: 1, flow: FLOW },
  ]);
});

test("shows enrollments and emails as one line per flow, at the latest time, and counts a customer once", async () => {
  const { db } = database;
  const ada = await storeProfile(db, keyring, "ada");
  const ben = await storeProfile(db, keyring, "ben");
  for (const [customerId, hours] of [
    [ada, 5],
    [ada, 3],
    [ben, 4],
  ] as const) {
    await storeEnrollment(db, customerId, { enrolledAt: hoursAgo(hours) });
    await storeMessage(db, customerId, { sentAt: hoursAgo(hours) });
  }
  const cyn = await storeProfile(db, keyring, "cyn");
  await storeEnrollment(db, cyn, { flowId: CROSS_SELL.key, enrolledAt: hoursAgo(6) });
  // Grouped items cover the last 24 hours.
  await storeEnrollment(db, ben, { flowId: CROSS_SELL.key, enrolledAt: hoursAgo(24.1) });
  await storeMessage(db, ben, { sentAt: hoursAgo(24.1) });
  // A scheduled trigger is not an enrollment, and a skipped email was not sent.
  await storeEnrollment(db, ben, { state: "scheduled", enrolledAt: hoursAgo(1) });
  await storeMessage(db, ben, { state: "skipped", reason: "expired", sentAt: null });
  const { emails, store } = await feed();
  expect(emails).toMatchObject([
    { kind: "emails_sent", count: 3, from: SOURCE, at: hoursAgo(3).toISOString() },
  ]);
  expect(store).toMatchObject([
    { kind: "customers_entered", count: 2, flow: FLOW, at: hoursAgo(3).toISOString() },
    { kind: "customers_entered", count: 1, flow: { flowId: CROSS_SELL.key } },
  ]);
});

test("names campaign emails by the campaign", async () => {
  const { db } = database;
  const ada = await storeProfile(db, keyring, "ada");
  const campaignId = await createCampaign(db, SHOP, { name: "Autumn teas" }, daysAgo(1));
  await db.campaign.updateMany({ where: { campaignId }, data: { status: "sent" } });
  const ofCampaign = { campaignId, flowId: null, flowVersion: null, stepId: null };
  const messageId = await storeMessage(db, ada, { ...ofCampaign, sentAt: hoursAgo(3) });
  await storeCredit(db, messageId, ada, { flowId: null, stepId: null, orderedAt: hoursAgo(1) });
  await record(db, [aClick({ at: hoursAgo(2), messageId })]);
  expect((await feed()).emails).toMatchObject([
    { kind: "order_credited", from: "Autumn teas" },
    { kind: "email_clicked", from: "Autumn teas" },
    { kind: "emails_sent", from: { kind: "campaign", id: campaignId, name: "Autumn teas" } },
  ]);
});

test("omits machine opens and keeps clicks visible among many orders", async () => {
  const { db } = database;
  await storeProfile(db, keyring, "ada");
  const orders = Array.from({ length: 40 }, (_, i) =>
    anOrderPlaced(anOrder({ placedAt: hoursAgo(i / 60) }), "ada"),
  );
  await record(db, [
    aClick({ at: daysAgo(6) }),
    aClick({ at: hoursAgo(1), by: "machine" }),
    ...orders,
  ]);
  const { emails, store } = await feed();
  expect(emails).toMatchObject([{ kind: "email_clicked", at: daysAgo(6).toISOString() }]);
  expect(store.map(({ at }) => at)).toEqual([0, 1].map((i) => hoursAgo(i / 60).toISOString()));
});

test("omits older events and those of other shops", async () => {
  const { db } = database;
  await storeShopWithFlows(db, OTHER_SHOP);
  for (const [shopId, at] of [
    [SHOP, daysAgo(8)],
    [OTHER_SHOP, hoursAgo(1)],
  ] as const) {
    const ada = await storeProfile(db, keyring, "ada", { shopId });
    await storeEnrollment(db, ada, { shopId, enrolledAt: at });
    const email = await storeMessage(db, ada, { shopId, sentAt: at });
    await storeCredit(db, email, ada, { shopId, orderedAt: at });
    await record(db, [
      aClick({ shopId, at }),
      { ...anOrderPlaced(anOrder({ placedAt: at }), "ada"), shopId },
    ]);
  }
  expect(await feed()).toEqual({ customers: {}, emails: [], store: [], countedAt: null });
});
