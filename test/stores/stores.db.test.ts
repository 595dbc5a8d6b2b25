import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inShop } from "~/db-scope.server";
import type { Database, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { OTHER_SHOP as OWN, SHOP as OTHER } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import {
  copyEveryTable,
  fillEveryTable,
  listTables,
  rowsOf,
  WRITES_EVERY_TABLE,
} from "./every-table";
import { NOT_CALLED, OF_ALL_SHOPS } from "./not-called";
import { CALLS } from "./store-calls";

type StoreFunction = (db: Tx, shopId: ShopId, ...rest: readonly unknown[]) => Promise<unknown>;

// Without type arguments, because with them the cache of transformed modules would keep the list of files.
const MODULES: Record<string, Record<string, unknown>> = import.meta.glob(
  "/app/**/*-store.server.ts",
  {
    eager: true,
  },
);

/** Every exported store function, and whether its parameters begin with a database and a shop. */
const FUNCTIONS = Object.entries(MODULES).flatMap(([path, exported]) => {
  const source = readFileSync(`.${path}`, "utf8");
  return Object.entries(exported).flatMap(([name, value]) => {
    // A synchronous function accesses no table.
    if (!new RegExp(`async function ${name}[<(]`).test(source)) return [];
    const signature = new RegExp(
      `function ${name}(?:<[^(]*>)?\\(\\s*(db|tx): (Db|Tx|PrismaClient),\\s*shopId: ShopId\\b`,
    );
    const stage = path.split("/")[2] ?? "";
    return [
      {
        name: `${stage}/${name}`,
        takesShop: signature.test(source),
        call: value as StoreFunction,
        args: CALLS[stage]?.[name],
      },
    ];
  });
});
const OF_A_SHOP = FUNCTIONS.filter(({ takesShop }) => takesShop);

describe("the store functions", () => {
  test("have unique names", () => {
    const names = FUNCTIONS.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test("take the database and the shop first, or have a listed reason", () => {
    const odd = FUNCTIONS.filter(
      ({ name, takesShop }) => !takesShop && !Object.hasOwn(OF_ALL_SHOPS, name),
    );
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  test("are all called below, or have a listed reason", () => {
    const uncalled = OF_A_SHOP.filter(
      ({ name, args }) => !args && !Object.hasOwn(NOT_CALLED, name),
    );
    expect(uncalled.map(({ name }) => name)).toEqual([]);
  });

  test("exist if they are listed", () => {
    const names = new Set(FUNCTIONS.map(({ name }) => name));
    const called = Object.entries(CALLS).flatMap(([stage, calls]) =>
      Object.keys(calls).map((name) => `${stage}/${name}`),
    );
    const listed = [...called, ...Object.keys({ ...NOT_CALLED, ...OF_ALL_SHOPS })];
    expect(listed.filter((name) => !names.has(name))).toEqual([]);
  });
});

describe("beside another shop with the same ids", () => {
  const { keyring } = createTestDeps();
  let database: Database;
  /** The result of each call without another shop. */
  const alone = new Map<string, string | Error>();
  let tables: string[];
  let otherRows: Record<string, string>;
  let ownRows: Record<string, string>;

  const calls = OF_A_SHOP.flatMap(({ args, ...it }) => (args ? [{ ...it, args }] : []));

  beforeAll(async () => {
    database = await openTestDatabase();
    const { db } = database;
    await db.$transaction((tx) => fillEveryTable(tx, OWN, keyring), WRITES_EVERY_TABLE);
    tables = await listTables(db);
    for (const it of calls) {
      const given = await tryOut(it, (_tx, result) => Promise.resolve(result)).catch(asError);
      alone.set(it.name, given);
    }
    await db.$transaction((tx) => copyEveryTable(tx, OWN, OTHER), WRITES_EVERY_TABLE);
    otherRows = await rowsOf(db, OTHER, tables);
    ownRows = await rowsOf(db, OWN, tables);
  });
  afterAll(() => database.close());

  /** Calls a function, reads its effects, and rolls them back. */
  async function tryOut<T>(
    { call, args }: (typeof calls)[number],
    look: (tx: Tx, result: string) => Promise<T>,
  ): Promise<T> {
    const seen: T[] = [];
    await database.db
      .$transaction(async (tx) => {
        seen.push(await look(tx, asText(await call(tx, OWN, ...args))));
        throw new RolledBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
    return seen[0]!;
  }

  test("every table has rows of both", () => {
    expect(Object.keys(otherRows).length).toBeGreaterThan(25);
    expect(Object.entries(otherRows).filter(([, rows]) => rows === "")).toEqual([]);
  });

  test.each(calls)("$name returns the same, and changes nothing of the other shop", async (it) => {
    const expected = alone.get(it.name)!;
    if (expected instanceof Error) throw expected;
    const { result, own, other } = await tryOut(it, async (tx, given) => ({
      result: given,
      own: await rowsOf(tx, OWN, tables),
      other: await rowsOf(tx, OTHER, tables),
    }));
    expect(other).toEqual(otherRows);
    expect(result).toBe(expected);
    // A call that finds and writes nothing would pass regardless of what it reads.
    const hasWritten = tables.some((table) => own[table] !== ownRows[table]);
    expect(hasWritten || !NOTHING.has(result), `${it.name} did nothing`).toBe(true);
  });

  test.each(calls)("$name returns the same to the role of one shop", async (it) => {
    const given = await inShop(OWN, () => tryOut(it, (_tx, result) => Promise.resolve(result)));
    expect(given).toBe(alone.get(it.name));
  });
});

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

class RolledBack extends Error {}

const NOTHING: ReadonlySet<string> = new Set(["null", "[]", "{}", "0", '""', '"0"']);

/** Results as text: maps and sets as their members, integers of any size, and random values removed. */
function asText(result: unknown): string {
  if (typeof result === "function") return '"a function"';
  const text = JSON.stringify(result ?? null, (_key, value: unknown) => {
    if (value instanceof Map || value instanceof Set) return [...(value as Iterable<unknown>)];
    return typeof value === "bigint" ? String(value) : value;
  });
  return text.replaceAll(UUID, "uuid");
}

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
