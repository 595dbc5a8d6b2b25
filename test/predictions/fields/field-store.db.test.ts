import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { selectShopsWithDueFields, restFieldSync } from "~/predictions/fields/field-store.server";
import { createShop, daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { readDueShops } from "../../support/due-shops";

const TOMORROW = daysAgo(-1);
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db, SHOP);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.customerField.deleteMany();
  await database.db.fieldSync.deleteMany();
  await database.db.fieldSync.create({ data: { shopId: SHOP, isOn: true, nextRunAt: NOW } });
});

const rest = (isOn: boolean) =>
  database.db.$transaction((tx) => restFieldSync(tx, SHOP, { isOn, until: TOMORROW, now: NOW }));
const due = () => readDueShops(database.db, selectShopsWithDueFields(NOW));

test("a fully synced shop is idle until the next day", async () => {
  expect(await rest(true)).toBe(true);
  expect(await due()).toEqual([]);
  expect(await readDueShops(database.db, selectShopsWithDueFields(TOMORROW))).toEqual([SHOP]);
});

test("is not synced for a customer who was erased meanwhile", async () => {
  await database.db.customerField.create({
    data: { shopId: SHOP, customerId: "1", lastSyncedValue: "", isEnding: true },
  });
  expect(await rest(true)).toBe(false);
  expect(await due()).toEqual([SHOP]);
});

test("is not synced after the merchant disabled it meanwhile", async () => {
  await database.db.fieldSync.updateMany({ data: { isOn: false } });
  expect(await rest(true)).toBe(false);
  expect(await due()).toEqual([SHOP]);
});
