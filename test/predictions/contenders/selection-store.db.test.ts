import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { ModelSelection } from "~/predictions/selection";
import {
  areComparisonsOff,
  findSelection,
  findSelectionToUse,
  saveSelection,
  switchComparisons,
} from "~/predictions/contenders/selection-store.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { storeRows } from "../../support/store-rows";
import { END_DAY } from "../builders";

let database: Database;
let restore: () => Promise<void>;
beforeAll(async () => {
  database = await openTestDatabase();
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
  restore = await storeRows(database.db);
});
afterAll(() => database.close());
beforeEach(() => restore());

const HORIZON: ModelSelection = {
  prediction: "intent",
  days: 30,
  missing: null,
  folds: [{ fromDay: END_DAY - 30, customers: 80 }],
  contenders: [],
  winner: { name: "boosted_trees", featureSet: "basic", rounds: 60, leaves: 4 },
};

const save = (selections: readonly ModelSelection[], at: Date) =>
  database.db.$transaction((tx) => saveSelection(tx, SHOP, selections, at));

test("a shop's selection replaces the one before, and no other shop has it", async () => {
  await save([{ ...HORIZON, winner: null }], daysAgo(28));
  await save([HORIZON], NOW);
  expect(await findSelection(database.db, SHOP)).toEqual({
    selectedAt: NOW,
    selections: [HORIZON],
  });
  expect(await findSelection(database.db, OTHER_SHOP)).toBeNull();
  expect(await database.db.model.count({ where: { shopId: SHOP } })).toBe(1);
});

const DAY_MS = 86_400_000;
const today = Math.floor(NOW.getTime() / DAY_MS);

/** The first of the next days with a due selection, if the shop was trained the day before it. */
async function firstDueDay(): Promise<number | null> {
  const { db } = database;
  for (let day = today + 1; day <= today + 60; day++) {
    await db.model.deleteMany({ where: { shopId: SHOP, kind: "behavior" } });
    await db.model.create({
      data: {
        shopId: SHOP,
        kind: "behavior",
        version: 1,
        trainedAt: new Date((day - 1) * DAY_MS),
        options: {},
        quality: {},
        bytes: new Uint8Array(),
      },
    });
    if ((await findSelectionToUse(db, SHOP, day)).isDue) return day - today;
  }
  return null;
}

test("a selection is due on the shop's day of four weeks, and its winners stay until then", async () => {
  await save([HORIZON], NOW);
  const days = await firstDueDay();
  expect(days).toBeGreaterThanOrEqual(14);
  expect(days).toBeLessThan(14 + 28);
  expect((await findSelectionToUse(database.db, SHOP, today + 1)).last).toEqual([HORIZON]);
});

test("a selection that could hold out nothing is repeated within four days", async () => {
  await save([{ ...HORIZON, folds: [] }], NOW);
  expect(await firstDueDay()).toBeLessThanOrEqual(4);
});

test("no selection is due before the first training", async () => {
  expect(await findSelectionToUse(database.db, SHOP, END_DAY)).toEqual({
    last: null,
    isDue: false,
  });
});

test("while comparisons are off, none is due and no winner is used", async () => {
  const { db } = database;
  await save([HORIZON], daysAgo(40));
  const set = (isOn: boolean) => db.$transaction((tx) => switchComparisons(tx, SHOP, isOn, NOW));
  expect([await set(false), await set(false)]).toEqual([true, false]);
  expect(await areComparisonsOff(db, SHOP)).toBe(true);
  expect(await areComparisonsOff(db, OTHER_SHOP)).toBe(false);
  expect(await firstDueDay()).toBeNull();
  expect((await findSelectionToUse(db, SHOP, today)).last).toBeNull();
  expect([await set(true), await set(true)]).toEqual([true, false]);
  expect((await findSelectionToUse(db, SHOP, today)).last).toEqual([HORIZON]);
});
