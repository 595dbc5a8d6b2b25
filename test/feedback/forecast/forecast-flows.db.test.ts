import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { listFlowForecasts } from "~/feedback/forecast/flow-forecast-store.server";
import { listAudienceForecasts } from "~/feedback/forecast/audience-forecast-store.server";
import { forecastFlowsJob } from "~/feedback/forecast/forecast-flows.job.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { dueShopsOf } from "../../support/due-shops";
import { storeCheckout, storeOrder } from "../../support/stored-checkout";
import { emptyTables, FLOW_ID, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await emptyTables(db);
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await storeShopWithFlows(db, shopId);
    await db.backfill.create({
      data: { shopId, resource: "orders", state: "done", nextRunAt: NOW },
    });
  }
  await db.flow.updateMany({ data: { status: "draft" } });
});

/** Customers of a shop who left a checkout on each of these days, with the customer's earlier order of 50. */
async function leaveCheckouts(days: readonly number[], shopId = SHOP) {
  for (const [n, ago] of days.entries()) {
    const at = daysAgo(ago);
    const profileId = await storeProfile(database.db, deps.keyring, `${n + 1}`, { shopId });
    const token = `t${n}`;
    await storeCheckout(database.db, deps.keyring, profileId, {
      ...{ token, shopId, startedAt: at, sourceUpdatedAt: at },
    });
    await storeOrder(database.db, profileId, {
      ...{ shopId, orderId: `o${n}`, placedAt: daysAgo(80), totalMinor: 60_00 },
      refundedMinor: 10_00,
    });
  }
}

async function storePrediction(customerId: string, groupKey: string) {
  await database.db.prediction.create({
    data: {
      ...{ shopId: SHOP, profileId: profileIdOfCustomer(customerId), groupKey },
      ...{ computedAt: NOW, modelVersions: {}, grade: "A", detail: {} },
    },
  });
}

async function runUntilDone(shopId = SHOP): Promise<number> {
  for (let runs = 1; ; runs++) {
    const { more } = await forecastFlowsJob.run(
      shopId,
      { ...deps, db: database.db },
      new AbortController().signal,
    );
    if (!more) return runs;
  }
}
const forecasts = (shopId = SHOP) => listFlowForecasts(database.db, shopId, 3);

test("forecasts people, emails and revenue per week of each flow that is off, most revenue first", async () => {
  await leaveCheckouts([3, 9, 20]);
  const flows = await database.db.flow.count({ where: { shopId: SHOP } });
  expect(await runUntilDone()).toBe(flows + 1);
  const [first, ...others] = await forecasts();
  // Three checkouts of 30 days, each with three emails: .06 orders of 50.00 an email.
  expect(first).toMatchObject({ flowId: FLOW_ID, name: "Abandoned checkout" });
  expect(first!.peoplePerWeek).toBeCloseTo((3 * 7) / 30, 9);
  expect(first!.emailsPerWeek).toBeCloseTo((9 * 7) / 30, 9);
  expect(first!.revenueMinorPerWeek).toBeCloseTo(((9 * 7) / 30) * 0.06 * 50_00, 6);
  for (const other of others) {
    expect(other.revenueMinorPerWeek).toBeLessThanOrEqual(first!.revenueMinorPerWeek);
  }
  expect(await forecasts(OTHER_SHOP)).toEqual([]);
});

test("forecasts attributed revenue by the size of the orders that emails get credit for", async () => {
  await leaveCheckouts([3, 9, 20]);
  const counted = { shopId: SHOP, day: daysAgo(10), campaignId: "c1", flowId: "", stepId: "" };
  const nothing = {
    ...{ bounced: 0, complained: 0, unsubscribed: 0, opened: 0, openedByPeople: 0 },
    ...{ clicked: 0, clickedByPeople: 0 },
  };
  await database.db.emailCount.create({
    data: {
      ...{ ...counted, ...nothing, version: 0, sent: 900, delivered: 900 },
      ...{ orders: 20, grossMinor: 700_00, refundedMinor: 100_00 },
    },
  });
  await runUntilDone();
  const [first] = await forecasts();
  // Twenty orders of 30.00 and the weight of five of 50.00.
  expect(first!.revenueMinorPerWeek).toBeCloseTo(((9 * 7) / 30) * 0.06 * 34_00, 6);
});

test("does not suggest flows that are on or would reach no one", async () => {
  await leaveCheckouts([3]);
  await runUntilDone();
  expect((await forecasts()).map(({ flowId }) => flowId)).toContain(FLOW_ID);
  await database.db.flow.updateMany({ where: { flowId: FLOW_ID }, data: { status: "live" } });
  const left = await forecasts();
  expect(left.map(({ flowId }) => flowId)).not.toContain(FLOW_ID);
  expect(left.every(({ emailsPerWeek }) => emailsPerWeek > 0)).toBe(true);
});

test("does not forecast a flow that cannot be turned on yet", async () => {
  await leaveCheckouts([3]);
  await runUntilDone();
  const stored = await database.db.flowForecast.findUniqueOrThrow({
    where: { shopId_flowId: { shopId: SHOP, flowId: "next-order" } },
  });
  expect(stored.emailsPerWeek).toBe(0);
});

test("forecasts one email to subscribed customers of each audience, once there are predictions", async () => {
  await leaveCheckouts([3, 9, 20]);
  await runUntilDone();
  expect(await listAudienceForecasts(database.db, SHOP)).toEqual([]);
  const due = () => dueShopsOf(forecastFlowsJob, database.db, NOW);
  expect(await due()).not.toContain(SHOP);

  for (const [n, groupKey] of ["slipping", "slipping", "best"].entries()) {
    await storePrediction(`${n + 1}`, groupKey);
  }
  await database.db.profile.updateMany({
    where: { shopId: SHOP, customerId: "2" },
    data: { marketingState: "unsubscribed" },
  });
  expect(await due()).toContain(SHOP);
  await runUntilDone();
  // One of the two who lapse is subscribed: .008 orders of 50.00 an email.
  const forecasts = await listAudienceForecasts(database.db, SHOP);
  expect(forecasts.map(({ audience, people }) => [audience, people])).toEqual([
    ["best", 1],
    ["lapsing", 1],
  ]);
  for (const { revenueMinor } of forecasts) expect(revenueMinor).toBeCloseTo(0.008 * 50_00, 9);
  expect(await due()).not.toContain(SHOP);
  expect(await listAudienceForecasts(database.db, OTHER_SHOP)).toEqual([]);
});

test("is due once a week, after the orders are imported, until the shop uninstalls", async () => {
  const due = (at: Date) => dueShopsOf(forecastFlowsJob, database.db, at);
  expect(await due(NOW)).toEqual([SHOP, OTHER_SHOP].sort());
  await runUntilDone();
  expect(await due(NOW)).toEqual([OTHER_SHOP]);
  expect(await due(daysAgo(-7))).toEqual([SHOP, OTHER_SHOP].sort());
  await database.db.backfill.updateMany({
    where: { shopId: OTHER_SHOP },
    data: { state: "running" },
  });
  await database.db.shop.update({ where: { shopId: SHOP }, data: { uninstalledAt: NOW } });
  expect(await due(daysAgo(-7))).toEqual([]);
});
