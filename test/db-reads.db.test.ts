import { afterAll, beforeAll, expect, test } from "vitest";
import { readRows, readTogether } from "~/db-reads.server";
import { findScope } from "~/db-scope.server";
import type { Database, Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { openTestDatabase } from "./support/database";

let database: Database;
let statements = 0;

beforeAll(async () => {
  database = await openTestDatabase(() => {
    statements += 1;
    return findScope();
  });
});
afterAll(() => database.close());

interface Row {
  readonly text: string;
  readonly at: Date | null;
  readonly whole: bigint | null;
  readonly bytes: Uint8Array | null;
  readonly ratio: number;
  readonly list: string[];
  readonly json: unknown;
}

const KINDS = { at: "instant", whole: "bigint", bytes: "bytes" } as const;
const readValues = (db: Db, place: number) =>
  readRows<Row>(
    db,
    Prisma.sql`
    select 'a' as text, timestamptz '2026-11-30 12:00:00.123+00' as at, 9007199254740991::bigint as whole,
      '\\x00ff'::bytea as bytes, 0.1::float8 as ratio, array['x', 'y'] as list, '{"n": 1}'::jsonb as json
    where ${place}::int > 0
    union all
    select 'b', null, null, null, 0, '{}', 'null' where ${place}::int > 1`,
    KINDS,
  );

const counted = async <T>(work: () => Promise<T>) => {
  statements = 0;
  return { result: await work(), statements };
};

test("reads of one time are one statement, whose values are those of separate statements", async () => {
  const { db } = database;
  const apart = await counted(async () => [await readValues(db, 1), await readValues(db, 2)]);
  const together = await counted(() =>
    readTogether(db, () => Promise.all([readValues(db, 1), readValues(db, 2)])),
  );
  expect(together.result).toEqual(apart.result);
  expect(together.result[0][0]).toMatchObject({ at: new Date("2026-11-30T12:00:00.123Z") });
  expect([apart.statements, together.statements]).toEqual([2, 1]);
});

test("a read that follows from others joins those of its time, also in a part that reads together", async () => {
  const { db } = database;
  const inTwoSteps = async () => [...(await readValues(db, 1)), ...(await readValues(db, 2))];
  const { result, statements: count } = await counted(() =>
    readTogether(db, () =>
      Promise.all([inTwoSteps(), readTogether(db, inTwoSteps), readValues(db, 0)]),
    ),
  );
  expect(result.map(({ length }) => length)).toEqual([3, 3, 0]);
  expect(count).toBe(2);
});

test("an error reaches each of the reads, and later ones work", async () => {
  const { db } = database;
  const outcomes = await readTogether(db, () =>
    Promise.allSettled([
      readRows<{ wrong: number }>(db, Prisma.sql`select 1 / ${0}::int as wrong`),
      readValues(db, 1),
    ]),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await readTogether(db, () => readValues(db, 1))).toHaveLength(1);
});

test("the reads of a transaction are one statement of it", async () => {
  const { db } = database;
  const { statements: count } = await counted(() =>
    db.$transaction((tx) =>
      readTogether(tx, () => Promise.all([readValues(tx, 1), readValues(tx, 1)])),
    ),
  );
  expect(count).toBe(1);
});

test("a read that several request at one time is made once", async () => {
  const { db } = database;
  const once = (place: number) => {
    const sql = Prisma.sql`select ${place}::int as place, random()::float8 as drawn`;
    return readRows<{ place: number; drawn: number }>(db, sql);
  };
  const { result, statements: reads } = await counted(() =>
    readTogether(db, () => Promise.all([once(1), once(1), once(2)])),
  );
  const [a, b, c] = result;
  expect(b).toEqual(a);
  expect(c).not.toEqual(a);
  expect(reads).toBe(1);
});
