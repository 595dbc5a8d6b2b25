import { expect, test } from "vitest";
import { SequentialClient } from "~/db-client.server";
import { openOwnDatabase } from "./support/database";

test("a connection sends one statement after the other, also if several are requested at once", async ({
  skip,
  onTestFinished,
}) => {
  const { driver, close } = await openOwnDatabase();
  onTestFinished(close);
  if (driver.kind !== "postgres") return skip("PGlite has no connections");
  const client = new SequentialClient({ connectionString: driver.url });
  await client.connect();
  const ended: string[] = [];
  const answers = ["1", "no_column", "3", "4"].map((expression) =>
    client.query<{ it: number }>(`select ${expression} as it`).then(({ rows }) => {
      ended.push(expression);
      return rows[0]?.it;
    }),
  );
  const called = new Promise((resolve) => {
    client.query<{ it: number }>("select 5 as it", (_error, { rows }) => resolve(rows[0]?.it));
  });
  expect(Reflect.get(client, "_queryQueue"), "statements that pg holds back").toHaveLength(0);
  expect(await Promise.allSettled(answers)).toMatchObject([
    { value: 1 },
    { status: "rejected" },
    { value: 3 },
    { value: 4 },
  ]);
  expect(await called).toBe(5);
  expect(ended).toEqual(["1", "3", "4"]);
  await client.end();
});

test("reads of a transaction that are requested together wait for each other", async ({
  onTestFinished,
}) => {
  const { db, close } = await openOwnDatabase();
  onTestFinished(close);
  const numbers = await db.$transaction((tx) =>
    Promise.all([1, 2, 3, 4].map((n) => tx.$queryRaw<{ n: number }[]>`select ${n}::int as n`)),
  );
  expect(numbers.flat()).toEqual([1, 2, 3, 4].map((n) => ({ n })));
});
