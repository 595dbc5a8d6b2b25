import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startUpkeep, type Upkeep } from "~/db-upkeep.server";
import { findScope } from "~/db-scope.server";
import { overPGlite, type Database } from "~/db.server";
import { openEmptyPGlite } from "./support/migrated-pglite";

let pglite: PGlite;
let database: Database;
let upkeep: Upkeep | null;

beforeAll(async () => {
  pglite = await openEmptyPGlite();
  database = overPGlite(pglite, findScope);
  await pglite.exec(`
    create table jar (id int primary key, color text, facts jsonb, lid bytea);
    create table few (id int primary key);
    insert into few values (1);`);
});
afterAll(async () => {
  await upkeep?.stop();
  await database.close();
});

test("updates statistics of an outgrown table, for the columns that plans depend on", async () => {
  await pglite.exec(`
    insert into jar select i, 'blue', jsonb_build_object('n', i), sha256(int4send(i))
    from generate_series(1, 5000) i`);
  const columns = async () => {
    const { rows } = await pglite.query<{ tablename: string; attname: string }>(
      `select tablename, attname from pg_stats where schemaname = 'public' order by attname`,
    );
    return rows.map(({ tablename, attname }) => `${tablename}.${attname}`);
  };
  expect(await columns()).toEqual([]);
  const errors: unknown[] = [];
  upkeep = startUpkeep(database, (error) => errors.push(error));
  await expect.poll(columns).toEqual(["jar.color", "jar.id"]);
  const { rows } = await pglite.query<{ reltuples: number }>(
    `select reltuples from pg_class where relname = 'jar'`,
  );
  expect(rows).toEqual([{ reltuples: 5_000 }]);
  expect(errors).toEqual([]);
});

test("keeps the log from the last checkpoint, not from the first write", async () => {
  const lastCheckpoint = async () => {
    const { rows } = await pglite.query<{ lsn: string }>(
      "select checkpoint_lsn::text as lsn from pg_control_checkpoint()",
    );
    return rows[0]?.lsn;
  };
  const before = await lastCheckpoint();
  await pglite.exec("insert into few values (2)");
  const errors: unknown[] = [];
  const often = { checkEveryMs: 10, checkpointMs: 0, vacuumMs: 3_600_000 };
  const checkpointing = startUpkeep(database, (error) => errors.push(error), often);
  await expect.poll(lastCheckpoint).not.toBe(before);
  await checkpointing?.stop();
  expect(errors).toEqual([]);
});
