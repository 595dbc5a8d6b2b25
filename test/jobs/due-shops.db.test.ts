import { afterAll, beforeAll, expect, test } from "vitest";
import { findScope } from "~/db-scope.server";
import type { Database } from "~/db.server";
import { listDueShops } from "~/jobs/due-shops.server";
import { JOBS } from "~/job-registry.server";
import { isDueToday, markDone, selectShopsDueToday } from "~/jobs/schedule-store.server";
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

test("the daily tasks of a shop fall due once in 24 hours, each at its own time", async () => {
  const { db } = database;
  const tasks = Array.from({ length: 8 }, (_, i) => `a-test/${i}`);
  for (const task of tasks) await markDone(db, SHOP, task, NOW);
  const listDueAfter = async (hours: number) => {
    const at = new Date(NOW.getTime() + hours * 3_600_000);
    const due: string[] = [];
    for (const task of tasks) {
      const isDue = (await readDueShops(db, selectShopsDueToday(task, at))).includes(SHOP);
      expect(await isDueToday(db, SHOP, task, at)).toBe(isDue);
      if (isDue) due.push(task);
    }
    return due;
  };
  expect(await listDueAfter(0)).toEqual([]);
  const atNoon = await listDueAfter(12);
  expect(atNoon.length).toBeGreaterThan(0);
  expect(atNoon.length).toBeLessThan(tasks.length);
  expect(await listDueAfter(24)).toEqual(tasks);
  // Done late, it is due again at its own time, less than a day later.
  const [first] = atNoon as [string];
  await markDone(db, SHOP, first, new Date(NOW.getTime() + 12 * 3_600_000));
  expect(await listDueAfter(12)).not.toContain(first);
  expect(await listDueAfter(36)).toContain(first);
});
