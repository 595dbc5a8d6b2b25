import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { readFirstEmails } from "~/predictions/history/first-email-store.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { anId, createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  emptyTables,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

let database: Database;
const { keyring } = createTestDeps();
const PEOPLE = ["1", "2", "3"].map(profileIdOfCustomer);

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  for (const id of PEOPLE) await storeProfile(database.db, keyring, id.slice(1));
});

async function saveHoldout(days: number, shopHoldoutRate: number): Promise<void> {
  await database.db.auditEntry.create({
    data: {
      ...{ shopId: SHOP, auditId: anId(), at: daysAgo(days), actor: "merchant" },
      action: "settings_saved",
      detail: { holdoutRate: 0.05, shopHoldoutRate },
    },
  });
}

const store = (profileId: string, days: number, change: object = {}) =>
  storeMessage(database.db, profileId, { plannedAt: daysAgo(days), ...change });
const WITHHELD = { state: "withheld", reason: "shop_holdout", sentAt: null } as const;
const read = async () => {
  const emails = await readFirstEmails(database.db, SHOP, PEOPLE, NOW);
  const dayOf = (ago: number) => Math.floor(daysAgo(ago).getTime() / 86_400_000);
  return emails.map(({ customer, day, isHeldOut }) => [
    PEOPLE[customer],
    dayOf(0) - day,
    isHeldOut,
  ]);
};

test("lists each person's first email while a share applies: sent, or withheld", async () => {
  await saveHoldout(60, 0.1);
  await store("c1", 50, WITHHELD);
  await store("c1", 20, WITHHELD);
  await store("c2", 40);
  // In the holdout of a flow: that person gets other email.
  await store("c3", 30, { ...WITHHELD, reason: "holdout" });
  expect(await read()).toEqual([
    ["c1", 50, true],
    ["c2", 40, false],
    ["c3", 30, false],
  ]);
});

test("leaves out people whose first email came under another share, or once it had ended", async () => {
  await saveHoldout(60, 0.1);
  await saveHoldout(45, 0.2);
  await saveHoldout(10, 0);
  await store("c1", 50, WITHHELD);
  await store("c1", 40, WITHHELD);
  await store("c2", 40);
  await store("c3", 5);
  expect(await read()).toEqual([["c2", 40, false]]);
});

test("leaves out people whose first email was of a campaign that excludes customers", async () => {
  await saveHoldout(60, 0.1);
  await store("c1", 50, { ...WITHHELD, intent: { skipsUnlikely: true } });
  await store("c1", 40, WITHHELD);
  await store("c2", 50, { intent: { skipsUnlikely: true } });
  await store("c3", 50);
  expect(await read()).toEqual([["c3", 50, false]]);
});

test("lists nobody without a shop-wide holdout", async () => {
  await saveHoldout(60, 0);
  await store("c1", 50);
  expect(await read()).toEqual([]);
  await createShop(database.db, OTHER_SHOP);
  await saveHoldout(60, 0.1);
  expect(await readFirstEmails(database.db, OTHER_SHOP, PEOPLE, NOW)).toEqual([]);
});
