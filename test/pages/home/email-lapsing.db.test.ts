import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { saveLapseForecast } from "~/feedback/forecast/lapse-forecast-store.server";
import { emailLapsing, suggestLapsing } from "~/pages/home/email-lapsing.server";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { emptyTables, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

const { keyring } = createTestDeps();
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  const { db } = database;
  await storeShopWithFlows(db);
  const profileId = await storeProfile(db, keyring, "1");
  const scored = { computedAt: NOW, modelVersions: {}, grade: "A", detail: {} };
  await db.prediction.create({
    data: { shopId: SHOP, profileId, groupKey: "slipping", ...scored },
  });
});
afterAll(() => database.close());

const NAMES = { segment: "About to lapse", campaign: "We miss you" };
const email = () => emailLapsing(SHOP, NAMES, { ...createTestDeps(), db: database.db });
const suggestion = () => suggestLapsing(database.db, SHOP, NOW);
const forecastPeople = (people: number) =>
  saveLapseForecast(database.db, SHOP, { people, revenueMinor: 9_00, forecastAt: NOW });

test("suggests an email once someone is about to lapse", async () => {
  expect(await suggestion()).toBeNull();
  await forecastPeople(0);
  expect(await suggestion()).toBeNull();
  await forecastPeople(12);
  expect(await suggestion()).toEqual({ people: 12, revenueMinor: 9_00 });
});

test("opens one draft with one segment, however often it is requested", async () => {
  const campaignId = await email();
  expect(await email()).toBe(campaignId);
  const [segment, ...others] = await database.db.segment.findMany({ where: { shopId: SHOP } });
  expect(others).toEqual([]);
  expect(segment?.name).toBe("About to lapse");
  const campaign = await database.db.campaign.findFirstOrThrow({ where: { shopId: SHOP } });
  expect(campaign).toMatchObject({ campaignId, name: "We miss you", status: "draft" });
  expect(campaign.plan).toMatchObject({
    audience: { include: [{ kind: "segment", segmentId: segment?.segmentId }] },
  });
});

test("does not suggest customers who were emailed within 30 days", async () => {
  await forecastPeople(12);
  const campaignId = await email();
  expect(await suggestion()).not.toBeNull();
  const send = (startedAt: Date) =>
    database.db.campaign.updateMany({ where: { campaignId }, data: { status: "sent", startedAt } });
  await send(daysAgo(3));
  expect(await suggestion()).toBeNull();
  await send(daysAgo(31));
  expect(await suggestion()).not.toBeNull();
  expect(await email()).not.toBe(campaignId);
});
