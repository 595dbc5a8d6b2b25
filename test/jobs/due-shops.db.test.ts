import { afterAll, beforeAll, expect, test } from "vitest";
import { findScope } from "~/db-scope.server";
import type { Database } from "~/db.server";
import { listDueShops } from "~/jobs/due-shops.server";
import { JOBS } from "~/job-registry.server";
import { copyEveryTable, fillEveryTable, WRITES_EVERY_TABLE } from "../stores/every-table";
import { NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { readDueShops } from "../support/due-shops";

let database: Database;
let statements = 0;

beforeAll(async () => {
  database = await openTestDatabase(() => {
    statements += 1;
    return findScope();
  });
  await database.db.$transaction(async (tx) => {
    await fillEveryTable(tx, SHOP, createTestDeps().keyring);
    await copyEveryTable(tx, SHOP, OTHER_SHOP);
  }, WRITES_EVERY_TABLE);
});
afterAll(() => database.close());

/** More need a reason: the sweep runs every minute of the clock. */
const STATEMENTS_PER_SWEEP = 4;

test("a sweep finds the due shops of all jobs by four statements", async () => {
  statements = 0;
  const found = await listDueShops(database.db, JOBS, NOW);
  expect(statements).toBeLessThanOrEqual(STATEMENTS_PER_SWEEP);

  const alone: typeof found = [];
  for (const { name, selectDueShops } of JOBS) {
    if (!selectDueShops) continue;
    const shopIds = new Set(await readDueShops(database.db, selectDueShops(NOW)));
    alone.push(...[...shopIds].map((shopId) => ({ job: name, shopId })));
  }
  const inOrder = (it: typeof found) => it.map(({ job, shopId }) => `${job} ${shopId}`).sort();
  expect(inOrder(found)).toEqual(inOrder(alone));
  // So that the comparison means something.
  expect(new Set(found.map(({ job }) => job)).size).toBeGreaterThan(JOBS.length / 4);
});
