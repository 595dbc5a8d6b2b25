import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordRevenueForecasts } from "~/feedback/lift/forecast-store.server";
import { encodeModel } from "~/predictions/models/encode-model";
import { PREDICTION_FORMAT } from "~/predictions/models/model-store.server";
import { fitLifetime } from "~/predictions/models/lifetime";
import { forecastRevenue } from "~/predictions/models/revenue-forecast";
import { groupPurchases } from "~/ml/customers/purchases";
import { anId, daysAgo, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createOrderRow } from "../../support/rows";
import {
  emptyTables,
  FLOW_ID,
  storeEnrollment,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

let database: Database;
const { keyring } = createTestDeps();
/** Ten customers with one to four orders, a week apart. */
const MODEL = fitLifetime(
  groupPurchases({
    customers: 10,
    customerOf: [0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9],
    days: [0, 7, 14, 21, 0, 7, 0, 7, 14, ...Array<number>(7).fill(0)],
    values: Array<number>(16).fill(20_00),
    lines: Array<number>(16).fill(1),
  }),
  60,
);

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

async function storeModel(trainedAt: Date, version = 1) {
  await database.db.model.create({
    data: {
      ...{
        shopId: SHOP,
        kind: "lifetime",
        version,
        trainedAt,
        options: { format: PREDICTION_FORMAT },
      },
      ...{ quality: {}, bytes: encodeModel(MODEL) },
    },
  });
}

async function storeFirstEmail(plannedAt: Date) {
  const { db } = database;
  const profileId = await storeProfile(db, keyring, anId());
  const enrollmentId = await storeEnrollment(db, profileId, { enrolledAt: plannedAt });
  await storeMessage(db, profileId, { enrollmentId, plannedAt });
  return profileId;
}
const record = () => recordRevenueForecasts(database.db, SHOP);
const stored = () => database.db.liftForecast.findMany({ where: { shopId: SHOP } });

test("forecasts from orders before the first email", async () => {
  await storeModel(daysAgo(50));
  const profileId = await storeFirstEmail(daysAgo(10));
  for (const days of [38, 24, 5]) {
    await createOrderRow(database.db, { profileId, placedAt: daysAgo(days), totalMinor: 30_00 });
  }
  expect(await record()).toBe(1);
  const known = { repeats: 1, lastAt: 2, watched: 4, transactions: 2, meanValue: 30_00 };
  const [forecast] = await stored();
  expect(forecast).toMatchObject({ profileId, flowId: FLOW_ID, campaignId: "" });
  expect(forecast?.predictedMinor).toBeCloseTo(forecastRevenue(MODEL, known), 6);
});

test("keeps a forecast, whatever is ordered or learned later", async () => {
  await storeModel(daysAgo(50));
  const profileId = await storeFirstEmail(daysAgo(10));
  await record();
  const before = await stored();
  expect(before).toMatchObject([{ predictedMinor: 0 }]);
  await createOrderRow(database.db, { profileId, placedAt: daysAgo(12) });
  await storeModel(daysAgo(1), 2);
  expect(await record()).toBe(0);
  expect(await stored()).toEqual(before);
});

test("makes none by a model that was trained after the email", async () => {
  expect(await record()).toBe(0);
  await storeModel(daysAgo(5));
  await storeFirstEmail(daysAgo(10));
  expect(await record()).toBe(0);
});
