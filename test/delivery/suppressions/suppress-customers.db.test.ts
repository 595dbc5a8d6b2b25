import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  suppressCustomers,
  undoSuppression,
} from "~/delivery/suppressions/suppress-customers.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeRows } from "../../support/store-rows";
import { storeProfile } from "../../support/stored-rows";

let database: Database;
let restore: () => Promise<void>;
const deps = () => ({ ...createTestDeps(), db: database.db });

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await createShop(db, shopId);
    for (const id of ["1", "2", "3"]) {
      await storeProfile(db, createTestDeps().keyring, id, { shopId });
    }
  }
  await db.profile.updateMany({
    where: { profileId: "c3" },
    data: { sealedContact: null, emailIndex: null },
  });
  restore = await storeRows(db);
});
afterAll(() => database.close());
beforeEach(() => restore());

/** @param days when it was suppressed */
async function suppressBefore(customerId: string, reason: string, days: number): Promise<void> {
  const emailIndex = createTestDeps().keyring.blindIndex(
    SHOP,
    `customer-${customerId}@example.com`,
  );
  await database.db.suppression.create({
    data: { shopId: SHOP, emailIndex, reason, createdAt: daysAgo(days) },
  });
}

const listReasons = async () => {
  const rows = await database.db.suppression.findMany({
    orderBy: [{ shopId: "asc" }, { createdAt: "asc" }],
  });
  return rows.map(({ reason, createdAt }) => [reason, createdAt]);
};

test("suppresses the addresses of the chosen customers of the shop, once", async () => {
  const done = await suppressCustomers(SHOP, ["1", "2", "3", "unknown"], deps());
  expect(done).toMatchObject({ count: 2, at: NOW.toISOString() });
  expect(await suppressCustomers(SHOP, ["1"], deps())).toMatchObject({ count: 0 });
  const rows = await database.db.suppression.findMany();
  expect(rows.map(({ shopId, reason, scope }) => [shopId, reason, scope])).toEqual([
    [SHOP, "manual", "marketing"],
    [SHOP, "manual", "marketing"],
  ]);
});

test("an undo removes only what was added, and can be repeated", async () => {
  await suppressBefore("1", "manual", 9);
  await suppressBefore("2", "unsubscribe", 8);
  const done = await suppressCustomers(SHOP, ["1", "2"], deps());
  expect(done.count).toBe(1);
  expect(await undoSuppression(OTHER_SHOP, done, deps())).toBe(0);
  expect(await undoSuppression(SHOP, done, deps())).toBe(1);
  expect(await undoSuppression(SHOP, done, deps())).toBe(0);
  expect(await listReasons()).toEqual([
    ["manual", daysAgo(9)],
    ["unsubscribe", daysAgo(8)],
  ]);
});
