import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { HorizonSelection } from "~/predictions/selection";
import {
  findSelection,
  findSelectionToUse,
  saveSelection,
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

const HORIZON: HorizonSelection = {
  days: 30,
  missing: null,
  folds: [{ fromDay: END_DAY - 30, customers: 80, buyers: 20 }],
  contenders: [],
  winner: { name: "boosted_trees", featureSet: "basic", rounds: 60, leaves: 4 },
};

const save = (horizons: readonly HorizonSelection[], at: Date) =>
  database.db.$transaction((tx) => saveSelection(tx, SHOP, horizons, at));

test("a shop's selection replaces the one before, and no other shop has it", async () => {
  await save([{ ...HORIZON, winner: null }], daysAgo(28));
  await save([HORIZON], NOW);
  expect(await findSelection(database.db, SHOP)).toEqual({ selectedAt: NOW, horizons: [HORIZON] });
  expect(await findSelection(database.db, OTHER_SHOP)).toBeNull();
  expect(await database.db.model.count({ where: { shopId: SHOP } })).toBe(1);
});

test("a selection is due after 28 days, and its winners stay until then", async () => {
  await save([HORIZON], NOW);
  const selectedDay = Math.floor(NOW.getTime() / 86_400_000);
  expect(await findSelectionToUse(database.db, SHOP, selectedDay + 27)).toEqual({
    last: [HORIZON],
    isDue: false,
  });
  expect(await findSelectionToUse(database.db, SHOP, selectedDay + 28)).toEqual({
    last: [HORIZON],
    isDue: true,
  });
});

test("the first selection comes with the second training", async () => {
  expect(await findSelectionToUse(database.db, SHOP, END_DAY)).toEqual({
    last: null,
    isDue: false,
  });
  await database.db.model.create({
    data: {
      shopId: SHOP,
      kind: "intent",
      version: 1,
      trainedAt: daysAgo(1),
      options: {},
      quality: {},
      bytes: new Uint8Array(),
    },
  });
  expect(await findSelectionToUse(database.db, SHOP, END_DAY)).toEqual({ last: null, isDue: true });
  expect((await findSelectionToUse(database.db, OTHER_SHOP, END_DAY)).isDue).toBe(false);
});
