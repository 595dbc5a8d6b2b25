import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { loadProfiles } from "~/flows/facts/load-profiles.server";
import { ProfileId } from "~/lib/profile-id";
import { createShop, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createProfile } from "../../support/rows";

let database: Database;
const { keyring } = createTestDeps();
/** Chance of an order and predicted value, with ties and unknown values. */
const SCORES = [
  [0.9, 10],
  [0.5, 40],
  [0.5, null],
  [null, 40],
  [0.1, null],
] as const;
const IDS = SCORES.map((_, n) => ProfileId.parse(`c${n + 1}`));

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("ranks a few profiles as it ranks many", async () => {
  const { db } = database;
  await createShop(db, SHOP);
  for (const [n, [buy7Rate, value]] of SCORES.entries()) {
    await createProfile(db, keyring, { customerId: String(n + 1) });
    const row = {
      shopId: SHOP,
      profileId: IDS[n]!,
      computedAt: NOW,
      modelVersions: {},
      grade: "A",
    };
    await db.prediction.create({
      data: { ...row, detail: {}, buy7Rate, valueMinor: value === null ? null : BigInt(value) },
    });
  }
  const ranksOf = async (ids: ProfileId[]) => {
    const required = { properties: false, activity: false, predictionRanks: true };
    const loaded = await loadProfiles(db, SHOP, ids, required);
    return ids.map((id) => loaded.get(id)?.predictionRanks);
  };
  const many = await ranksOf(IDS);
  expect(many).toEqual([
    { intentRank: 0.2, valueRank: 0.6 },
    { intentRank: 0.6, valueRank: 0.4 },
    { intentRank: 0.6, valueRank: 1 },
    { intentRank: 1, valueRank: 0.4 },
    { intentRank: 0.8, valueRank: 1 },
  ]);
  expect([...(await ranksOf(IDS.slice(0, 3))), ...(await ranksOf(IDS.slice(3)))]).toEqual(many);
});
