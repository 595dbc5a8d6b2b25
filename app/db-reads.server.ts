import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { Prisma } from "~/generated/prisma/client";
import type { Db } from "./db.server";

/** How values arrive that JSON has no type for. */
type Kind<Value> = unknown extends Value
  ? never
  : Date extends Value
    ? "instant"
    : bigint extends Value
      ? "bigint"
      : Uint8Array<ArrayBuffer> extends Value
        ? "bytes"
        : never;

/** The columns of a row that are instants, bigints or bytes. A bigint must be exact in JavaScript's numbers. */
type KindsOf<Row> = {
  readonly [Name in keyof Row as [Kind<Row[Name]>] extends [never] ? never : Name]-?: Kind<
    Row[Name]
  >;
};

/** Rows must name their columns: of any others the compiler could not say which are instants. */
type Kinds<Row> = string extends keyof Row
  ? never
  : object extends KindsOf<Row>
    ? []
    : [kinds: KindsOf<Row>];

interface Waiting {
  readonly sql: Prisma.Sql;
  readonly kinds: Readonly<Record<string, string>>;
  readonly resolve: (rows: JsonRow[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Gathering {
  readonly db: Db;
  waiting: Waiting[];
}

const gatherings = new AsyncLocalStorage<Gathering>();

/**
 * Runs reads that are requested at the same time as one statement, which costs one round trip and sees one state of the
 * database. It concerns what `readRows` reads through this `db` while `work` runs; everything else runs as it would
 * without. The rows arrive as JSON, so it suits few rows.
 */
export function readTogether<Result>(db: Db, work: () => Promise<Result>): Promise<Result> {
  // Reads of a part join those of the whole.
  if (gatherings.getStore()?.db === db) return work();
  return gatherings.run({ db, waiting: [] }, work);
}

/**
 * Reads rows, inside `readTogether` in one statement with others. The columns are texts, booleans, JSON, lists of these,
 * numbers of the types int and float8, and those in `kinds`.
 */
export function readRows<Row extends object>(
  db: Db,
  sql: Prisma.Sql,
  ...[kinds]: Kinds<Row>
): Promise<Row[]> {
  const gathering = gatherings.getStore();
  if (gathering?.db !== db) return db.$queryRaw(sql);
  return new Promise((resolve, reject) => {
    gathering.waiting.push({
      ...{ sql, kinds: kinds ?? {}, reject },
      resolve: resolve as Waiting["resolve"],
    });
    if (gathering.waiting.length === 1) void runWaiting(gathering);
  });
}

async function runWaiting(gathering: Gathering): Promise<void> {
  // Until then, all that can run has requested its reads.
  await nextTurn();
  const { db, waiting } = gathering;
  gathering.waiting = [];
  try {
    const results = await runTogether(db, waiting);
    for (const [i, { resolve }] of waiting.entries()) resolve(results[i] ?? []);
  } catch (error) {
    for (const { reject } of waiting) reject(error);
  }
}

async function runTogether(db: Db, waiting: readonly Waiting[]): Promise<JsonRow[][]> {
  // Several stages ask for the shop's settings, for example.
  const read: Prisma.Sql[] = [];
  const places = waiting.map(({ sql }) => {
    const known = read.findIndex((it) => isSameRead(it, sql));
    return known >= 0 ? known : read.push(sql) - 1;
  });
  const [only] = read;
  if (only && waiting.length === 1) return [await db.$queryRaw<JsonRow[]>(only)];
  const columns = read.map(
    (sql, i) =>
      Prisma.sql`(select coalesce(json_agg(one), '[]') from (${sql}) as one) as ${Prisma.raw(`"${i}"`)}`,
  );
  const [row = {}] = await db.$queryRaw<
    Record<string, JsonRow[]>[]
  >`select ${Prisma.join(columns)}`;
  return waiting.map(({ kinds }, i) => {
    const revived = Object.entries(kinds);
    return (row[String(places[i])] ?? []).map((it) => revive(it, revived));
  });
}

const isSameRead = (a: Prisma.Sql, b: Prisma.Sql): boolean =>
  a.sql === b.sql && isDeepStrictEqual(a.values, b.values);

type JsonRow = Readonly<Record<string, unknown>>;

function revive(row: JsonRow, kinds: readonly (readonly [string, string])[]): JsonRow {
  if (kinds.length === 0) return row;
  const revived = kinds.map(([name, kind]): [string, unknown] => [
    name,
    row[name] === null ? null : reviveValue(row[name], kind),
  ]);
  return { ...row, ...Object.fromEntries(revived) };
}

function reviveValue(value: unknown, kind: string): unknown {
  switch (kind) {
    case "instant":
      return new Date(value as string);
    case "bigint":
      return BigInt(value as number);
    default:
      // As PostgreSQL writes bytes: \x and hexadecimal digits.
      return new Uint8Array(Buffer.from((value as string).slice(2), "hex"));
  }
}
