import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startUpkeep, type Upkeep } from "~/db-upkeep.server";
import type { Database } from "~/db.server";
import { openOwnDatabase } from "./support/database";

let database: Database;
let upkeep: Upkeep;

const run = (sql: string) => database.db.$executeRawUnsafe(sql);

beforeAll(async () => {
  database = await openOwnDatabase();
  await run("create table jar (id int primary key, color text, facts jsonb, lid bytea)");
  await run("create table few (id int primary key)");
  await run("insert into few values (1)");
});
afterAll(async () => {
  await upkeep.stop();
  await database.close();
});

test("updates statistics of an outgrown table, for the columns that plans depend on", async () => {
  await run(`
    insert into jar select i, 'blue', jsonb_build_object('n', i), sha256(int4send(i))
    from generate_series(1, 5000) i`);
  const columns = async () => {
    const rows = await database.db.$queryRaw<{ name: string }[]>`
      select tablename || '.' || attname as name from pg_stats
      where tablename in ('jar', 'few') order by attname`;
    return rows.map(({ name }) => name);
  };
  expect(await columns()).toEqual([]);
  const errors: unknown[] = [];
  upkeep = startUpkeep(database, (error) => errors.push(error));
  await expect.poll(columns).toEqual(["jar.color", "jar.id"]);
  const rows = await database.db.$queryRaw<{ reltuples: number }[]>`
    select reltuples from pg_class where relname = 'jar'`;
  expect(rows).toEqual([{ reltuples: 5_000 }]);
  expect(errors).toEqual([]);
});

// A server does this itself.
if (inject("postgresUrl") === "") {
  test("keeps the log from the last checkpoint, not from the first write", async () => {
    const lastCheckpoint = async () => {
      const rows = await database.db.$queryRaw<{ lsn: string }[]>`
        select checkpoint_lsn::text as lsn from pg_control_checkpoint()`;
      return rows[0]?.lsn;
    };
    const before = await lastCheckpoint();
    await run("insert into few values (2)");
    const errors: unknown[] = [];
    const often = { checkEveryMs: 10, checkpointMs: 0, vacuumMs: 3_600_000 };
    const checkpointing = startUpkeep(database, (error) => errors.push(error), often);
    await expect.poll(lastCheckpoint).not.toBe(before);
    await checkpointing.stop();
    expect(errors).toEqual([]);
  });
}
