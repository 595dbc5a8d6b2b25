import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { queueTraining } from "~/jobs/training/training-store.server";
import { getPredictionsSummary } from "~/pages/predictions/predictions-page.server";
import { setRecordedSwitch } from "~/pages/predictions/answer-switch.server";
import { trainPredictionsJob } from "~/predictions/training/train-predictions.job.server";
import { createShop, daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { ordersOf, storeOrders } from "../builders";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db, SHOP);
});
afterAll(() => database.close());

test("a training on the shop's day compares the contenders and shows them, and the next one keeps that", async () => {
  const { db } = database;
  const train = async () => {
    await queueTraining(db, SHOP, "predictions", { requestedBy: "merchant", at: NOW });
    await trainPredictionsJob.run(SHOP, { db, ...createTestDeps() }, new AbortController().signal);
    return (await getPredictionsSummary(db, SHOP, NOW)).selection;
  };
  await storeOrders(db, ordersOf(60));
  expect(await train()).toBeNull();
  // Its day has passed since a training five weeks ago.
  await db.model.updateMany({ where: { shopId: SHOP }, data: { trainedAt: daysAgo(35) } });
  const second = await train();
  expect(second?.selectedAt).toBe(NOW.toISOString());
  expect(second?.selections.map(({ prediction }) => prediction)).toEqual([
    "intent",
    "intent",
    "intent",
    "churn",
    "lifetime",
    "next_order",
  ]);
  await db.model.updateMany({
    where: { shopId: SHOP, kind: "intent_contenders" },
    data: { trainedAt: daysAgo(1) },
  });
  expect((await train())?.selectedAt).toBe(daysAgo(1).toISOString());
});

test("switching the comparisons off is recorded once", async () => {
  const { db } = database;
  const deps = { db, ...createTestDeps() };
  await setRecordedSwitch(SHOP, "comparisons", false, deps);
  await setRecordedSwitch(SHOP, "comparisons", false, deps);
  expect((await getPredictionsSummary(db, SHOP, NOW)).areMethodsCompared).toBe(false);
  await setRecordedSwitch(SHOP, "comparisons", true, deps);
  const entries = await db.auditEntry.findMany({ where: { shopId: SHOP } });
  expect(entries.map(({ action }) => action).toSorted()).toEqual([
    "comparisons_off",
    "comparisons_on",
  ]);
});
