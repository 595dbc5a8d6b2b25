import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { transactDespiteConflicts } from "~/db-conflicts.server";
import type { Database, Tx } from "~/db.server";
import { createShop, OTHER_SHOP, SHOP } from "./support/builders";
import { openTestDatabase } from "./support/database";
import { emptyTables } from "./support/stored-rows";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
});
afterAll(() => database.close());

type Rename = (tx: Tx, shopId: string, name: string) => Promise<unknown>;

const RENAMES: readonly (readonly [how: string, rename: Rename])[] = [
  [
    "Prisma's own queries",
    (tx, shopId, name) => tx.shop.updateMany({ where: { shopId }, data: { name } }),
  ],
  [
    "raw statements",
    (tx, shopId, name) => tx.$executeRaw`update shop set name = ${name} where shop_id = ${shopId}`,
  ],
];

test.each(RENAMES)("of two transactions in a deadlock, both are done: %s", async (_, rename) => {
  const { db } = database;
  const both = Promise.withResolvers<null>();
  let begun = 0;
  const runs: string[] = [];
  /** Each changes one shop, waits until the other has done so, and changes the other's. */
  const inOrder = (name: string, shopIds: readonly string[]) =>
    transactDespiteConflicts(db, async (tx) => {
      runs.push(name);
      for (const shopId of shopIds) {
        await rename(tx, shopId, name);
        if (++begun === 2) both.resolve(null);
        // PGlite runs one transaction at a time.
        if (database.driver.kind === "postgres") await both.promise;
      }
    });
  await Promise.all([inOrder("one", [SHOP, OTHER_SHOP]), inOrder("other", [OTHER_SHOP, SHOP])]);
  const names = await db.shop.findMany({ select: { name: true } });
  expect(new Set(names.map(({ name }) => name)).size).toBe(1);
  expect(runs).toHaveLength(database.driver.kind === "postgres" ? 3 : 2);
});

test.for([
  ["another error is thrown at once", "22023", 1],
  ["a conflict is thrown after three attempts", "40P01", 3],
] as const)("%s", async ([, code, attempts], { skip }) => {
  if (database.driver.kind === "pglite" && attempts > 1) skip("PGlite has no conflicts");
  let begun = 0;
  const failing = transactDespiteConflicts(database.db, async (tx) => {
    begun += 1;
    await tx.$executeRawUnsafe(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`);
  });
  await expect(failing).rejects.toThrow();
  expect(begun).toBe(attempts);
});
