import { setTimeout as sleep } from "node:timers/promises";
import { Client, Pool } from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { lockMigrations } from "~/db-migration-scripts.server";
import { applyMigrations, readMigrations, type Migration } from "~/db-migrations.server";
import type { Database } from "~/db.server";
import { openOwnDatabase } from "./support/database";
import { waitFor } from "./support/wait-for";

let database: Database;
let others: Client[];
beforeEach(async () => {
  database = await openOwnDatabase();
  others = [];
});
afterEach(async () => {
  await Promise.all(others.map((client) => client.end()));
  await database.close();
});

const LOCKS = { timeoutMs: 50, attempts: 2 };
const LATER = "20270101000000_later";
const later = (sql: string): Migration[] => [...readMigrations(), { name: LATER, sql }];
const migrate = (sql: string, locks = LOCKS) =>
  applyMigrations(database, { migrations: later(sql), locks });

/** Another process, as the owner of the tables. */
async function connect(): Promise<Client> {
  if (database.driver.kind !== "postgres") throw new Error("Only PostgreSQL has other processes");
  const client = new Client({ connectionString: database.driver.url });
  await client.connect();
  others.push(client);
  return client;
}

async function hasTable(name: string): Promise<boolean> {
  const sql = `select to_regclass('${name}') is not null as found`;
  const { driver } = database;
  const { rows } =
    driver.kind === "postgres"
      ? await (await connect()).query<{ found: boolean }>(sql)
      : await driver.pglite.query<{ found: boolean }>(sql);
  return rows[0]!.found;
}

test("a migration is applied once, with semicolons in its texts", async () => {
  const sql = `create table later (note text default 'a;b'); -- one; two\ninsert into later default values;`;
  expect(await migrate(sql)).toEqual([LATER]);
  expect(await migrate(sql)).toEqual([]);
  expect(await hasTable("later")).toBe(true);
});

test("a failed migration leaves nothing behind, and the next run tries it again", async () => {
  await expect(migrate("create table later (a int); create table later (a int);")).rejects.toThrow(
    /already exists/,
  );
  expect(await hasTable("later")).toBe(false);
  expect(await migrate("create table later (a int);")).toEqual([LATER]);
});

describe("beside a process that uses a table", () => {
  beforeEach(({ skip }) => {
    skip(inject("postgresUrl") === "", "PGlite has no other processes");
  });
  const ADDED = `alter table "shop" add column "later" text;`;

  test("a migration gives way after a moment, and is applied when the table is free", async () => {
    const user = await connect();
    await user.query(`begin; select from "shop"`);
    await expect(migrate(ADDED)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("lock timeout") as string,
    });
    // Whoever came after the migration does not wait behind it.
    await (await connect()).query(`select from "shop"`);

    const waiting = migrate(ADDED, { ...LOCKS, attempts: 1_000 });
    await user.query("commit");
    expect(await waiting).toEqual([LATER]);
  });

  test("a script is refused if statements beside its concurrent indexes would be lost", async () => {
    const index = `-- Finds shops; by their time zone\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "later_idx" ON "shop"("time_zone");`;
    await expect(migrate(`${index}\n${ADDED}`)).rejects.toThrow(
      /has other statements: alter table/,
    );
    expect(await migrate(index)).toEqual([LATER]);
  });

  test("says once that it waits for another process that migrates, and goes on when that one ends", async () => {
    if (database.driver.kind !== "postgres") throw new Error("Only PostgreSQL has other processes");
    const { url: connectionString } = database.driver;
    const pools = [1, 2].map(() => new Pool({ connectionString }));
    const [first, second] = pools as [Pool, Pool];
    let reports = 0;
    const held = await lockMigrations(first, () => reports++);
    const waiting = lockMigrations(second, () => reports++, 0);
    await waitFor("the report", () => Promise.resolve(reports > 0 ? true : null));
    await sleep(500);
    held.release(true);
    (await waiting).release(true);
    expect(reports).toBe(1);
    await Promise.all(pools.map((pool) => pool.end()));
  });

  test("an index is built while rows are written, and one that was interrupted is built again", async () => {
    const INDEX = `CREATE INDEX CONCURRENTLY IF NOT EXISTS "later_idx" ON "shop"("time_zone");`;
    const isBuilt = async () => {
      const { rows } = await (
        await connect()
      ).query<{ valid: boolean }>(
        `select indisvalid as valid from pg_index where indexrelid = to_regclass('later_idx')`,
      );
      return rows[0]?.valid ?? null;
    };
    const user = await connect();
    await user.query(`begin; lock table "shop" in row exclusive mode`);
    const interrupted = expect(migrate(INDEX)).rejects.toMatchObject({ code: "conflict" });
    await waitFor("the build to begin", async () => ((await isBuilt()) === false ? true : null));
    // A writer of the same table does not wait for the build.
    await (await connect()).query(`begin; lock table "shop" in row exclusive mode; commit`);
    await (
      await connect()
    ).query(
      `select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'CREATE INDEX CONCURRENTLY%'`,
    );
    await interrupted;
    expect(await isBuilt()).toBe(false);

    await user.query("commit");
    expect(await migrate(INDEX)).toEqual([LATER]);
    expect(await isBuilt()).toBe(true);
  });
});
