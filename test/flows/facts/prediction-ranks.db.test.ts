import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { loadProfiles } from "~/flows/facts/load-profiles.server";
import { ProfileId } from "~/lib/profile-id";
import { saveScoreScale } from "~/predictions/scores/score-scale-store.server";
import { createShop, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createProfile } from "../../support/rows";
import { emptyTables } from "../../support/stored-rows";

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
beforeEach(async () => {
  await emptyTables(database.db);
  await createShop(database.db, SHOP);
});
afterAll(() => database.close());

async function ranksOf(ids: ProfileId[]) {
  const required = { properties: false, activity: false, predictionRanks: true };
  const loaded = await loadProfiles(database.db, SHOP, ids, required);
  return ids.map((id) => loaded.get(id)?.predictionRanks);
}

test("ranks profiles among all of the shop", async () => {
  const { db } = database;
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
  const exact = [
    { intentRank: 0.2, valueRank: 0.6 },
    { intentRank: 0.6, valueRank: 0.4 },
    { intentRank: 0.6, valueRank: 1 },
    { intentRank: 1, valueRank: 0.4 },
    { intentRank: 0.8, valueRank: 1 },
  ];
  expect(await ranksOf(IDS)).toEqual(exact);
  // So few are not kept as a scale.
  await saveScoreScale(db, SHOP, NOW);
  expect(await ranksOf(IDS.slice(0, 3))).toEqual(exact.slice(0, 3));
});

test("ranks the profiles of a large shop by its scale, also after their scores changed", async () => {
  const { db } = database;
  const count = 1_000;
  const numbers = Array.from({ length: count + 1 }, (_, n) => n);
  const of = (n: number) => ({ shopId: SHOP, profileId: `c${n}` });
  await db.profile.createMany({ data: numbers.map((n) => ({ ...of(n), createdAt: NOW })) });
  await db.prediction.createMany({
    data: numbers.slice(1).map((n) => ({
      ...{ ...of(n), computedAt: NOW, modelVersions: {}, grade: "A", detail: {} },
      // Distinct, and for the upper 700 the same.
      ...{ buy7Rate: n / count, valueMinor: BigInt(Math.min(n, 301)) },
    })),
  });
  await saveScoreScale(db, SHOP, NOW);
  const [first, tenth, tied, last, unscored] = await ranksOf(
    [1_000, 901, 301, 1, 0].map((n) => ProfileId.parse(`c${n}`)),
  );
  expect(first).toEqual({ intentRank: 0.005, valueRank: 0.7 });
  expect(tenth).toEqual({ intentRank: 0.1, valueRank: 0.7 });
  expect(tied).toEqual({ intentRank: 0.7, valueRank: 0.7 });
  expect(last).toEqual({ intentRank: 1, valueRank: 1 });
  expect(unscored).toEqual({ intentRank: null, valueRank: null });

  const [id] = [ProfileId.parse("c1")];
  await db.prediction.updateMany({
    where: { shopId: SHOP, profileId: id },
    data: { buy7Rate: 2, valueMinor: null },
  });
  expect(await ranksOf([id])).toEqual([{ intentRank: 0.005, valueRank: 1 }]);
});
