import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { judgeExclusion } from "~/pages/campaigns/judge-exclusion.server";
import { SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { storeOrder } from "../support/stored-checkout";
import { storeUplift, storeUpliftModel } from "../support/stored-uplift";
import { openCampaignBench, type CampaignBench } from "./campaign-bench";

let database: Database;
let bench: CampaignBench;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bench = openCampaignBench(database);
  await bench.begin();
});

const UNLIKELY = 18;
const PLAN = { skipsUnlikely: true };

/** Forty customers: eighteen whom an email hardly influences, twenty whom it does, and two without an estimate. */
async function storeCustomers(): Promise<void> {
  await bench.storeMany(40);
  for (let n = 0; n < 40; n++) {
    const uplift = n < UNLIKELY ? n / 1000 : n < 38 ? 0.1 : null;
    await storeUplift(bench.db, `c${100 + n}`, uplift);
  }
}

const messagesOf = async (campaignId: string) => {
  const rows = await bench.db.messageStatus.findMany({
    where: { campaignId },
    orderBy: { profileId: "asc" },
  });
  const intents = await bench.db.message.findMany({ where: { campaignId } });
  const isControl = (messageId: string) => {
    const intent = intents.find((it) => it.messageId === messageId)?.intent;
    return (intent as { isUnlikelyControl?: boolean }).isUnlikelyControl === true;
  };
  return rows.map((row) => ({ ...row, isControl: isControl(row.messageId) }));
};

test("skips customers unlikely to be influenced with that reason, and emails a few of them as the control", async () => {
  await storeCustomers();
  await storeUpliftModel(bench.db, 0.02);
  const campaignId = await bench.create(PLAN);
  const { waterfall, influence } = await bench.waterfall(campaignId, PLAN);
  await bench.start(campaignId);
  await bench.settle();

  const messages = await messagesOf(campaignId);
  const skipped = messages.filter(({ state }) => state === "skipped");
  const controls = messages.filter(({ isControl }) => isControl);
  for (const { reason } of skipped) expect(reason).toBe("unlikely_influenced");
  expect(controls.length).toBeGreaterThan(0);
  expect(controls.every(({ state }) => state === "sent")).toBe(true);
  expect([...skipped, ...controls].map(({ profileId }) => profileId).sort()).toEqual(
    Array.from({ length: UNLIKELY }, (_, n) => `c${100 + n}`),
  );
  expect((await bench.find(campaignId)).audienceCounts).toMatchObject({
    members: 40,
    unlikely: skipped.length,
    planned: 40 - skipped.length,
  });
  // What the review showed.
  expect(influence).toEqual({ hasEvidence: true, unlikely: skipped.length });
  expect(waterfall).toMatchObject({ unlikely: skipped.length, willBeSent: 40 - skipped.length });
});

test("excludes nobody unless the merchant chose that, but shows how many it would be", async () => {
  await storeCustomers();
  await storeUpliftModel(bench.db, 0.02);
  const campaignId = await bench.create();
  const { waterfall, influence } = await bench.waterfall(campaignId);
  expect(influence.unlikely).toBeGreaterThan(10);
  expect(waterfall).toMatchObject({ unlikely: 0, willBeSent: 40 });
  await bench.start(campaignId);
  await bench.settle();
  expect((await messagesOf(campaignId)).every(({ state }) => state === "sent")).toBe(true);
});

test("excludes nobody while the model has fallen back", async () => {
  await storeCustomers();
  await storeUpliftModel(bench.db, 0.02, false);
  const campaignId = await bench.create(PLAN);
  expect((await bench.waterfall(campaignId, PLAN)).influence).toEqual({
    hasEvidence: false,
    unlikely: 0,
  });
  await bench.start(campaignId);
  await bench.settle();
  expect(bench.takenTo()).toHaveLength(40);
});

test("leaves customers in a holdout there, so that they keep measuring", async () => {
  await storeCustomers();
  await storeUpliftModel(bench.db, 0.02);
  const sending = { senderAddress: "hello@kettle.example", holdoutRate: 0.5, shopHoldoutRate: 0.2 };
  await bench.db.settings.update({ where: { shopId: SHOP }, data: { sending } });
  const plain = await bench.create();
  await bench.start(plain);
  const strict = await bench.create(PLAN);
  await bench.start(strict);
  await bench.settle();
  const shopHoldout = async (campaignId: string) =>
    (await messagesOf(campaignId))
      .filter(({ reason }) => reason === "shop_holdout")
      .map(({ profileId }) => profileId);
  expect(await shopHoldout(strict)).toEqual(await shopHoldout(plain));
  const messages = await messagesOf(strict);
  const withheld = messages.filter(({ state }) => state === "withheld");
  const excluded = messages.filter(({ reason }) => reason === "unlikely_influenced");
  expect(withheld.some(({ profileId }) => profileId < `c${100 + UNLIKELY}`)).toBe(true);
  expect(excluded.length).toBeGreaterThan(0);
  expect(excluded.length).toBeLessThanOrEqual((40 - withheld.length) / 2);
});

test("compares the orders of the excluded with those of the control once the attribution window has passed", async () => {
  await storeCustomers();
  await storeUpliftModel(bench.db, 0.02);
  const campaignId = await bench.create(PLAN);
  await bench.start(campaignId);
  await bench.settle();
  const messages = await messagesOf(campaignId);
  const excluded = messages.filter(({ reason }) => reason === "unlikely_influenced");
  const controls = messages.filter(({ isControl }) => isControl);
  const plannedAt = excluded[0]!.plannedAt.getTime();
  const after = (hours: number) => new Date(plannedAt + hours * 3_600_000);
  expect(await judgeExclusion(bench.db, SHOP, campaignId, after(119))).toBeNull();
  await storeOrder(bench.db, controls[0]!.profileId, { placedAt: after(100) });
  await storeOrder(bench.db, excluded[0]!.profileId, { placedAt: after(121) });
  const result = await judgeExclusion(bench.db, SHOP, campaignId, after(200));
  expect(result).toMatchObject({
    excluded: { people: excluded.length, ordered: 0 },
    control: { people: controls.length, ordered: 1 },
    windowHours: 120,
  });
  expect(result?.difference?.difference).toBeCloseTo(1 / controls.length, 10);
});
