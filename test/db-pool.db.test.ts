import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findScope, inShop } from "~/db-scope.server";
import type { Database } from "~/db.server";
import { createShop, OTHER_SHOP, SHOP } from "./support/builders";
import { countStatements } from "./support/count-statements";
import { openTestDatabase } from "./support/database";
import { emptyTables } from "./support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(findScope);
  await emptyTables(database.db);
  await createShop(database.db, SHOP);
  await createShop(database.db, OTHER_SHOP);
});
afterAll(() => database.close());

const listShops = () => database.db.$queryRaw<{ id: string }[]>`select shop_id as id from shop`;

describe("a transaction in a shop's scope begins with its first statement", () => {
  test("in one message, and sees only that shop", async ({ skip }) => {
    const { db, driver } = database;
    if (driver.kind === "pglite") skip("PGlite has no connections");
    await inShop(SHOP, () => db.$transaction(async (tx) => tx.shop.findMany()));
    const sent = countStatements();
    const seen = await inShop(SHOP, () =>
      db.$transaction(async (tx) => [
        await tx.$queryRaw<{ id: string }[]>`select shop_id as id from shop`,
        await tx.$queryRaw<{ id: string }[]>`select shop_id as id from shop`,
      ]),
    );
    const count = sent.take();
    sent.end();
    expect(seen).toEqual([[{ id: SHOP }], [{ id: SHOP }]]);
    expect(count).toBe(3);
    expect(await listShops()).toHaveLength(2);
  });

  test("all of it is rolled back, also if the first statement fails", async () => {
    const { db } = database;
    const fails = (...statements: string[]) =>
      inShop(SHOP, () =>
        db.$transaction(async (tx) => {
          for (const sql of statements) await tx.$executeRawUnsafe(sql);
        }),
      );
    const change = "update shop set name = 'Changed'";
    await expect(fails(change, "select no_column")).rejects.toThrow("no_column");
    await expect(fails("select no_column", change)).rejects.toThrow("no_column");
    await fails();
    const names = await db.$queryRaw`select 1 from shop where name = 'Changed'`;
    expect(names).toEqual([]);
    // The connection serves what follows, in no scope and in no transaction.
    await fails(change);
    expect(await db.$queryRaw`select 1 from shop where name = 'Changed'`).toHaveLength(1);
    expect(await listShops()).toHaveLength(2);
  });

  test("with its isolation level", async ({ skip }) => {
    if (database.driver.kind === "pglite") skip("its adapter sets none");
    const level = await inShop(SHOP, () =>
      database.db.$transaction(
        (tx) => tx.$queryRaw<{ it: string }[]>`
          select current_setting('transaction_isolation') as it from shop`,
        { isolationLevel: "RepeatableRead" },
      ),
    );
    expect(level).toEqual([{ it: "repeatable read" }]);
  });
});

describe("PostgreSQL does not compile the statements of a shop", () => {
  const readSetting = (db: Pick<Database["db"], "$queryRaw">) =>
    db.$queryRaw<{ it: string }[]>`select current_setting('jit') as it`;

  test.each([undefined, { isolationLevel: "RepeatableRead" } as const])(
    "of a transaction with %o, or alone",
    async (options) => {
      const { db, driver } = database;
      const isSet = options !== undefined && driver.kind === "postgres";
      const settings = await inShop(SHOP, async () => [
        ...(await readSetting(db)),
        ...(await db.$transaction((tx) => readSetting(tx), isSet ? options : {})),
      ]);
      expect(settings).toEqual([{ it: "off" }, { it: "off" }]);
    },
  );
});
