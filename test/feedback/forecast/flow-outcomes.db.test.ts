import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { listFlowOutcomes } from "~/feedback/forecast/flow-outcome-store.server";
import { findForecastOutcome } from "~/pages/flows/flow-forecast-check.server";
import { recordAudit } from "~/privacy/audit-store.server";
import { daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables, FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyTables(database.db);
  for (const shopId of [SHOP, OTHER_SHOP]) await storeShopWithFlows(database.db, shopId);
  await database.db.flowVersion.updateMany({ data: { createdAt: daysAgo(100) } });
});

/** The flow was forecast, and turned on this many days ago. */
async function turnOn(ago: number, forecastAgo = ago + 3) {
  await database.db.flowForecast.create({
    data: {
      ...{ shopId: SHOP, flowId: FLOW_ID, peoplePerWeek: 10, emailsPerWeek: 20 },
      ...{ revenueMinorPerWeek: 100_00, forecastAt: daysAgo(forecastAgo) },
    },
  });
  await recordAudit(database.db, SHOP, {
    ...{ at: daysAgo(ago), actor: "merchant", action: "flow_status_set" },
    detail: { flowId: FLOW_ID, from: "draft", to: "live" },
  });
}

/** Emails of a day and what was bought because of them. */
async function count(ago: number, sent: number, grossMinor: number, refundedMinor = 0) {
  const none = { bounced: 0, complained: 0, unsubscribed: 0, opened: 0, openedByPeople: 0 };
  await database.db.emailCount.create({
    data: {
      ...{ shopId: SHOP, flowId: FLOW_ID, stepId: "email-1", version: 1, ...none },
      ...{ day: new Date(daysAgo(ago).toISOString().slice(0, 10)), sent, delivered: sent },
      ...{ clicked: 0, clickedByPeople: 0, orders: 1, grossMinor, refundedMinor },
    },
  });
}

const outcomes = () => listFlowOutcomes(database.db, SHOP, NOW);
const found = () => findForecastOutcome(database.db, SHOP, FLOW_ID, NOW);

test("sums full weeks since the flow was turned on, without the first and those that can still get credit", async () => {
  await turnOn(49);
  await count(48, 99, 99_00);
  await count(42, 5, 50_00);
  await count(36, 3, 40_00, 10_00);
  await count(35, 7, 0);
  await count(6, 99, 99_00);
  const [outcome] = await outcomes();
  expect(outcome).toMatchObject({ flowId: FLOW_ID, emailsPerWeek: 20, isChanged: false });
  expect(outcome?.weeks).toEqual([
    { emails: 8, revenueMinor: 80_00 },
    { emails: 7, revenueMinor: 0 },
    ...Array.from({ length: 3 }, () => ({ emails: 0, revenueMinor: 0 })),
  ]);
});

test("keeps the latest twelve weeks", async () => {
  await turnOn(200);
  expect((await outcomes())[0]?.weeks).toHaveLength(12);
});

test("says when the flow was changed since", async () => {
  await turnOn(49);
  await database.db.flowVersion.updateMany({ data: { createdAt: daysAgo(20) } });
  expect((await outcomes())[0]?.isChanged).toBe(true);
});

test("leaves out flows that are off, and those turned on before their forecast", async () => {
  await turnOn(49, 20);
  expect(await outcomes()).toEqual([]);
  await database.db.flowForecast.updateMany({ data: { forecastAt: daysAgo(60) } });
  expect(await outcomes()).toHaveLength(1);
  await database.db.flow.updateMany({ where: { shopId: SHOP }, data: { status: "paused" } });
  expect(await outcomes()).toEqual([]);
});

test("compares the forecast once four weeks count, less the people in the holdout", async () => {
  expect(await found()).toBeNull();
  await turnOn(35);
  expect(await found()).toEqual({ kind: "early", weeks: 3 });
  await database.db.auditEntry.updateMany({ data: { at: daysAgo(42) } });
  await database.db.flowForecast.updateMany({ data: { forecastAt: daysAgo(43) } });
  for (const ago of [34, 27, 20, 13]) await count(ago, 19, 95_00);
  expect(await found()).toMatchObject({
    kind: "compared",
    weeks: 4,
    emails: { forecast: 19, mean: 19, verdict: "within" },
    revenueMinor: { forecast: 95_00, mean: 95_00, verdict: "within" },
    calibration: null,
  });
});
