import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messages, type PGlite } from "@electric-sql/pglite";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInThread } from "~/db-in-thread.server";
import { migratedPGlite } from "./support/migrated-pglite";

let folder: string;
let pglite: PGlite;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "in-thread-"));
  pglite = await openInThread(await copyDatabase("db"));
  await pglite.exec("create table note (id int primary key, words text[], bytes bytea)");
});
afterAll(async () => {
  await pglite.close();
  await rm(folder, { recursive: true, force: true });
});

/** The folder of a database, whose creation would take longer than all tests. */
async function copyDatabase(name: string): Promise<string> {
  const path = join(folder, name);
  await cp((await migratedPGlite()).folder, path, { recursive: true });
  return path;
}

test("returns values of any type and length unchanged", async () => {
  const bytes = new Uint8Array(300_000).map((_, i) => i % 251);
  await pglite.query("insert into note values ($1, $2, $3)", [1, ["a", 'b "c"'], bytes]);
  const { rows } = await pglite.query("select * from note where id = 1");
  expect(rows).toEqual([{ id: 1, words: ["a", 'b "c"'], bytes }]);
});

test("reports a failed statement as a database error and runs the next one", async () => {
  await expect(pglite.query("select * from nowhere")).rejects.toThrow(messages.DatabaseError);
  await expect(pglite.exec("select 1; select * from nowhere")).rejects.toMatchObject({
    code: "42P01",
  });
  expect((await pglite.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("commits or rolls back a transaction as a whole while others wait", async () => {
  await pglite.exec("create table pair (id int primary key); insert into pair values (1)");
  const broken = pglite.transaction(async (tx) => {
    await tx.query("insert into pair (id) values (2)");
    await tx.query("insert into pair (id) values (1)");
  });
  const counted = pglite.query("select count(*)::int as count from pair");
  await expect(broken).rejects.toMatchObject({ code: "23505" });
  expect((await counted).rows).toEqual([{ count: 1 }]);
});

test("delivers a channel's messages until the listener leaves", async () => {
  const received: string[] = [];
  const leave = await pglite.listen("News", (payload) => received.push(payload));
  await pglite.query(`select pg_notify('News', 'first')`);
  await pglite.query(`select pg_notify('news', 'of another name')`);
  await leave();
  await pglite.query(`select pg_notify('News', 'too late')`);
  expect(received).toEqual(["first"]);
});

test("keeps the event loop responsive during a long statement", async () => {
  let isOver = false as boolean;
  const counted = pglite.query("select count(*) from generate_series(1, 1000000)").then(() => {
    isOver = true;
  });
  let turns = 0;
  while (!isOver) {
    await nextTurn();
    turns += 1;
  }
  await counted;
  expect(turns).toBeGreaterThan(10);
});

test("finishes earlier statements on close, rejects later ones, and reopens", async () => {
  const path = await copyDatabase("closing");
  const first = await openInThread(path);
  const requested = first.exec("create table kept (id int); insert into kept values (7)");
  await Promise.all([requested, first.close(), first.close()]);
  await expect(first.query("select 1")).rejects.toThrow("The embedded database is closed");
  const again = await openInThread(path);
  expect((await again.query("select id from kept")).rows).toEqual([{ id: 7 }]);
  await again.close();
});

test("throws at once when a folder cannot be opened", async () => {
  await expect(openInThread("/proc/nowhere")).rejects.toThrow();
});
