import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { changeHoldoutRate, findHoldoutUndo } from "~/feedback/lift/holdout-store.server";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  const sending = { attributionWindowHours: 72, shopHoldoutRate: 0.1 };
  await database.db.settings.upsert({
    where: { shopId: SHOP },
    create: { shopId: SHOP, sending, updatedAt: NOW },
    update: { sending, updatedAt: NOW },
  });
});
afterAll(() => database.close());

const change = (rate: number, at = NOW) =>
  database.db.$transaction((tx) => changeHoldoutRate(tx, SHOP, rate, at));
const undo = (at = NOW) => findHoldoutUndo(database.db, SHOP, at);
async function sending() {
  const row = await database.db.settings.findUniqueOrThrow({ where: { shopId: SHOP } });
  return SendingSettings.parse(row.sending);
}

test("sets an offered rate, keeps the other settings, and records both rates", async () => {
  expect(await change(0.15)).toBe(true);
  expect(await sending()).toMatchObject({
    ...{ holdoutRate: 0.15, shopHoldoutRate: 0.1, attributionWindowHours: 72 },
  });
  const entry = await database.db.auditEntry.findFirstOrThrow({ where: { shopId: SHOP } });
  expect(entry).toMatchObject({
    action: "settings_saved",
    detail: { holdoutRate: 0.15, shopHoldoutRate: 0.1, previousHoldoutRate: 0.05 },
  });
});

test("can be undone once, for two weeks", async () => {
  await change(0.15, daysAgo(13));
  expect(await undo()).toBe(0.05);
  expect(await undo(daysAgo(-2))).toBeNull();
  expect(await change(0.05)).toBe(true);
  expect((await sending()).holdoutRate).toBe(0.05);
  expect(await undo(daysAgo(-1))).toBeNull();
});

test("refuses rates that are not offered", async () => {
  expect(await change(0.5)).toBe(false);
  expect((await sending()).holdoutRate).toBe(0.05);
});
