import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { queueTraining, findTrainingRun } from "~/jobs/training/training-store.server";
import { findModels } from "~/predictions/model-store.server";
import { scoreProfilesJob } from "~/predictions/score-profiles.job.server";
import { trainPredictionsJob } from "~/predictions/train-predictions.job.server";
import type { ShopId } from "~/lib/shop-id";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { ordersOf, storeOrders } from "./builders";

const { signal } = new AbortController();
let database: Database;
let deps: TestDeps;

beforeAll(async () => {
  database = await openTestDatabase();
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
  await storeOrders(database.db, ordersOf(150));
  await storeOrders(database.db, ordersOf(6), OTHER_SHOP);
});
afterAll(() => database.close());
beforeEach(() => {
  deps = createTestDeps();
});

const train = async (shopId: ShopId = SHOP) => {
  await queueTraining(database.db, shopId, "predictions", { requestedBy: "merchant", at: NOW });
  await trainPredictionsJob.run(shopId, { db: database.db, ...deps }, signal);
};
const scoreAll = async (shopId: ShopId = SHOP) => {
  while ((await scoreProfilesJob.run(shopId, { db: database.db, ...deps }, signal)).more);
};

describe("training and scoring", () => {
  test("makes a row for every customer, by models that are stored with how they did", async () => {
    await train();
    console.log(await findTrainingRun(database.db, SHOP, "predictions"));
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "predictions_trained" });
    const models = await findModels(database.db, SHOP);
    expect(models?.intent.quality.candidates.length).toBeGreaterThan(3);
    await scoreAll();
    expect(await database.db.prediction.count({ where: { shopId: SHOP } })).toBe(150);
    expect(await database.db.prediction.count({ where: { shopId: OTHER_SHOP } })).toBe(0);
  });
});
