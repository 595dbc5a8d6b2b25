import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { saveAudienceForecast } from "~/feedback/forecast/audience-forecast-store.server";
import { emailAudience, suggestAudiences } from "~/pages/campaigns/email-audience.server";
import { SUGGESTED_AUDIENCES, type SuggestedAudience } from "~/segments/suggested-audiences";
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

const email = (audience: SuggestedAudience) =>
  emailAudience(SHOP, audience, "en", { ...createTestDeps(), db: database.db });
const suggested = async () =>
  (await suggestAudiences(database.db, SHOP, NOW)).map(({ audience }) => audience);
const forecast = (audience: SuggestedAudience, people: number, revenueMinor = 9_00) =>
  saveAudienceForecast(database.db, SHOP, { audience, people, revenueMinor, forecastAt: NOW });

test("suggests audiences with people in them, most revenue first", async () => {
  expect(await suggested()).toEqual([]);
  await forecast("lapsing", 0);
  expect(await suggested()).toEqual([]);
  await forecast("lapsing", 12);
  await forecast("best", 3, 20_00);
  expect(await suggestAudiences(database.db, SHOP, NOW)).toEqual([
    { audience: "best", people: 3, revenueMinor: 20_00 },
    { audience: "lapsing", people: 12, revenueMinor: 9_00 },
  ]);
});

test("opens one draft with one segment, however often it is requested", async () => {
  const page = await email("lapsing");
  expect(await email("lapsing")).toBe(page);
  const [segment, ...others] = await database.db.segment.findMany({ where: { shopId: SHOP } });
  expect(others).toEqual([]);
  expect(segment?.name).toBe("About to lapse");
  const campaign = await database.db.campaign.findFirstOrThrow({ where: { shopId: SHOP } });
  expect(page).toBe(`/app/campaigns/${campaign.campaignId}`);
  expect(campaign).toMatchObject({ name: "We miss you", status: "draft" });
  expect(campaign.plan).toMatchObject({
    audience: { include: [{ kind: "segment", segmentId: segment?.segmentId }] },
  });
});

test("opens a draft of its own for each audience", async () => {
  const pages: string[] = [];
  for (const audience of SUGGESTED_AUDIENCES) pages.push(await email(audience));
  expect(new Set(pages).size).toBe(SUGGESTED_AUDIENCES.length);
  const segments = await database.db.segment.findMany({ where: { shopId: SHOP } });
  expect(new Set(segments.map(({ rule }) => JSON.stringify(rule))).size).toBe(pages.length);
});

test("does not suggest customers who were emailed within 30 days", async () => {
  await forecast("lapsing", 12);
  await forecast("due", 5);
  const page = await email("lapsing");
  expect(await suggested()).toEqual(["due", "lapsing"]);
  const send = (startedAt: Date) =>
    database.db.campaign.updateMany({
      where: { shopId: SHOP },
      data: { status: "sent", startedAt },
    });
  await send(daysAgo(3));
  expect(await suggested()).toEqual(["due"]);
  await send(daysAgo(31));
  expect(await suggested()).toEqual(["due", "lapsing"]);
  expect(await email("lapsing")).not.toBe(page);
});
