import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { lockCursor } from "~/events/event-store.server";
import { ProfileId } from "~/lib/profile-id";
import { CONSUMER } from "~/predictions/prediction-store.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { emptyTables } from "../support/stored-rows";

const ADA = ProfileId.parse("cada");

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await emptyTables(database.db);
  await createShop(database.db);
  await database.db.profile.create({
    data: { shopId: SHOP, profileId: ADA, customerId: "ada", createdAt: NOW },
  });
});
afterAll(() => database.close());

test("an erasure waits for a job that has read the customer, so that nothing of it stays", async ({
  skip,
}) => {
  if (database.driver.kind === "pglite") skip("PGlite runs one transaction at a time");
  const { db } = database;
  let erasing: Promise<unknown> = Promise.resolve();
  await db.$transaction(async (tx) => {
    await lockCursor(tx, SHOP, CONSUMER);
    const request = { requestKey: "r1", customerId: "ada", email: null, orderIds: [] };
    erasing = eraseCustomer(SHOP, request, { ...createTestDeps(), db });
    await expect.poll(() => countWaitingLocks()).toBe(1);
    await tx.prediction.create({
      data: {
        shopId: SHOP,
        profileId: ADA,
        computedAt: NOW,
        modelVersions: {},
        grade: "D",
        detail: {},
      },
    });
  });
  await erasing;
  expect(await db.prediction.count({ where: { shopId: SHOP } })).toBe(0);
});

test("a job waits for an erasure, so that it reads the customer as erased", async ({ skip }) => {
  if (database.driver.kind === "pglite") skip("PGlite runs one transaction at a time");
  const { db } = database;
  const deps = createTestDeps();
  let reading: Promise<unknown> = Promise.resolve();
  await db.$transaction(async (tx) => {
    await deps.personalData.lockWriters(tx, SHOP);
    reading = db.$transaction(async (job) => {
      await lockCursor(job, SHOP, CONSUMER);
      return job.profile.findFirstOrThrow({ where: { shopId: SHOP, profileId: ADA } });
    });
    await expect.poll(() => countWaitingLocks()).toBe(1);
    await tx.profile.updateMany({
      where: { shopId: SHOP },
      data: { marketingState: "redacted" },
    });
  });
  expect(await reading).toMatchObject({ marketingState: "redacted" });
});

async function countWaitingLocks(): Promise<number> {
  const [row] = await database.db.$queryRaw<[{ count: number }]>`
    select count(*)::int as count from pg_locks
    where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`;
  return row.count;
}
