import { afterAll, beforeAll, expect, test } from "vitest";
import { createStatementNames } from "~/db-statements.server";
import type { Database } from "~/db.server";
import { openOwnDatabase } from "./support/database";

let database: Database;
beforeAll(async () => {
  database = await openOwnDatabase();
  await database.db
    .$executeRaw`create table jar (id text primary key, lid bytea, labels text[], facts jsonb, at timestamptz(3))`;
});
afterAll(() => database.close());

const TIMES = [1, 2, 3, 4, 5, 6, 7, 8];

test("a statement returns the same types however often it is repeated", async () => {
  const at = new Date("2026-02-03T04:05:06.789Z");
  for (const n of TIMES) {
    const lid = new Uint8Array([0, n, 127, 128, 255]);
    const facts = JSON.stringify({ n, text: "a \\ and a \0 that is none".replace("\0", "0") });
    const rows = await database.db.$queryRaw`
      insert into jar values (${`jar-${n}`}, ${lid}, ${["one", `"${n}"`, "{}"]}, ${facts}::jsonb, ${at})
      returning id, lid, labels, facts, at, ${n}::int as n, ${n > 4}::boolean as "isLate", null as nothing`;
    expect(rows).toEqual([
      {
        id: `jar-${n}`,
        lid,
        labels: ["one", `"${n}"`, "{}"],
        facts: JSON.parse(facts) as unknown,
        at,
        n,
        isLate: n > 4,
        nothing: null,
      },
    ]);
  }
});

test("round-trips empty and large byte arrays", async () => {
  for (const n of TIMES) {
    const bytes = new Uint8Array((n - 1) * 20_000).fill(n * 31);
    const [row] = await database.db.$queryRaw<
      { bytes: Uint8Array }[]
    >`select ${bytes}::bytea as bytes`;
    expect(Buffer.compare(row!.bytes, bytes)).toBe(0);
  }
});

test("a statement that fails for one value works for the next", async () => {
  for (const n of TIMES) {
    const divide = (by: number) => database.db.$queryRaw`select 6 / ${by}::int as whole`;
    await expect(divide(0)).rejects.toThrow(/division by zero/);
    expect(await divide(n)).toEqual([{ whole: Math.floor(6 / n) }]);
  }
});

test("a rolled-back transaction keeps its prepared statements usable", async () => {
  const { db } = database;
  const count = (tx: Pick<typeof db, "$queryRaw">) =>
    tx.$queryRaw`select count(*)::int as jars from jar where id like ${"rolled-%"}`;
  for (const n of TIMES) {
    const work = db.$transaction(async (tx) => {
      await tx.$executeRaw`insert into jar (id) values (${`rolled-${n}`})`;
      expect(await count(tx)).toEqual([{ jars: 1 }]);
      throw new Error("changed its mind");
    });
    await expect(work).rejects.toThrow("changed its mind");
    expect(await count(db)).toEqual([{ jars: 0 }]);
  }
});

test("a prepared statement sees a column that was added later", async () => {
  const { db } = database;
  await db.$executeRaw`insert into jar (id) values (${"kept"})`;
  const find = () => db.$queryRaw`select id from jar where id = ${"kept"}`;
  for (const _ of TIMES) await find();
  await db.$executeRaw`alter table jar add column color text default 'blue'`;
  expect(await find()).toEqual([{ id: "kept" }]);
  expect(await db.$queryRaw`select color from jar where id = ${"kept"}`).toEqual([
    { color: "blue" },
  ]);
});

test("names only statements that are repeated often", () => {
  const nameOf = createStatementNames();
  const names = TIMES.map(() => [nameOf("select 1"), nameOf("select 2")]);
  expect(names[0]).toEqual(["", ""]);
  const [first, second] = names.at(-1)!;
  expect(first).not.toBe("");
  expect(second).not.toBe(first);
  expect(names.at(-2)).toEqual([first, second]);
});

test("limits the number of prepared statements per connection", () => {
  const nameOf = createStatementNames();
  const named = new Set<string>();
  for (let n = 0; n < 1_000; n++) {
    for (const _ of TIMES) named.add(nameOf(`select ${n}`));
  }
  expect(named.size).toBe(501);
  expect(nameOf("select 0")).not.toBe("");
  expect(nameOf("select 999")).toBe("");
});
