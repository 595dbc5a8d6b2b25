import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createCampaign } from "~/campaigns/campaign-store.server";
import { DEFAULT_PLAN, type CampaignPlan } from "~/campaigns/campaign";
import type { Database } from "~/db.server";
import { explainCustomer } from "~/pages/customers/explain-customer.server";
import { daysAgo, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeRows } from "../../support/store-rows";
import {
  FLOW_ID,
  storeEnrollment,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

let database: Database;
let restore: () => Promise<void>;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await storeShopWithFlows(db, shopId);
    await storeProfile(db, deps.keyring, "1", { shopId });
  }
  restore = await storeRows(db);
});
afterAll(() => database.close());
beforeEach(() => restore());

const explain = () => explainCustomer(database.db, SHOP, "c1", deps);

/** @param status the one that was reached after the start */
async function startCampaign(name: string, status: string, plan: Partial<CampaignPlan> = {}) {
  const { db } = database;
  const campaignId = await createCampaign(
    db,
    SHOP,
    { name, plan: { ...DEFAULT_PLAN, ...plan } },
    daysAgo(3),
  );
  await db.campaign.updateMany({
    where: { campaignId },
    data: { status, startedAt: daysAgo(2), startsAt: daysAgo(2) },
  });
  return campaignId;
}

test("explains live flows, and other flows only if the customer was in them", async () => {
  const { db } = database;
  expect(await explain()).toMatchObject([
    { kind: "flow", id: FLOW_ID, at: null, explanation: { notEnrolledReason: "no_trigger" } },
  ]);
  await storeEnrollment(db, "c1", {
    ...{ flowId: "win-back", state: "ended", exitReason: "order_placed", stepId: "email-1" },
    ...{ enrolledAt: daysAgo(5), endedAt: daysAgo(4) },
  });
  expect(await explain()).toMatchObject([
    {
      id: "win-back",
      at: daysAgo(5).toISOString(),
      explanation: { notEnrolledReason: "flow_off" },
    },
    { id: FLOW_ID, at: null },
  ]);
});

test("puts first what reached the customer last, whether a flow or a campaign sent it", async () => {
  const { db } = database;
  const enrollmentId = await storeEnrollment(db, "c1");
  await storeMessage(db, "c1", { enrollmentId, sentAt: hoursAgo(1) });
  const campaignId = await startCampaign("Spring", "sent");
  const ofCampaign = { campaignId, flowId: null, flowVersion: null, stepId: null };
  await storeMessage(db, "c1", { messageId: "mc", sentAt: hoursAgo(0.5), ...ofCampaign });
  expect(await explain()).toMatchObject([
    { name: "Spring", outcome: { kind: "message", messageId: "mc", state: "sent" } },
    { id: FLOW_ID, at: hoursAgo(1).toISOString() },
  ]);
});

test.each<[string, string, Partial<CampaignPlan>, object, object]>([
  ["sent without them", "sent", {}, {}, { kind: "joined_later" }],
  ["canceled", "canceled", {}, {}, { kind: "canceled" }],
  ["planned", "scheduled", {}, {}, { kind: "waiting", isPaused: false }],
  ["paused", "paused", {}, {}, { kind: "waiting", isPaused: true }],
  [
    "to another segment",
    "sent",
    { audience: { include: [{ kind: "segment", segmentId: "other" }], exclude: [] } },
    {},
    { kind: "not_in_audience" },
  ],
  [
    "to someone who is not subscribed",
    "sent",
    {},
    { marketingState: "unsubscribed" },
    { kind: "left_out", reason: "not_subscribed" },
  ],
  [
    "to someone without an address",
    "sent",
    {},
    { emailIndex: null },
    { kind: "left_out", reason: "no_address" },
  ],
])("explains a campaign %s", async (_title, status, plan, profile, outcome) => {
  await database.db.profile.updateMany({ where: { shopId: SHOP }, data: profile });
  await startCampaign("Spring", status, plan);
  const reasons = await explain();
  expect(reasons.find(({ kind }) => kind === "campaign")).toMatchObject({ at: null, outcome });
});

test("does not mention drafts, nor campaigns of another shop", async () => {
  const { db } = database;
  await createCampaign(db, SHOP, { name: "Draft" }, NOW);
  await createCampaign(db, OTHER_SHOP, { name: "Other" }, NOW);
  await db.campaign.updateMany({ where: { shopId: OTHER_SHOP }, data: { startedAt: NOW } });
  expect((await explain()).filter(({ kind }) => kind === "campaign")).toEqual([]);
});
