import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database, Db } from "~/db.server";
import { TABLES_OF_FIRST_SHOP, TABLES_WITH_DUE_MARKS } from "~/db-due-marks.server";
import { Prisma } from "~/generated/prisma/client";
import { JOBS } from "~/job-registry.server";
import type { JobName } from "~/jobs/job.server";
import { fillEveryTable, WRITES_EVERY_TABLE } from "../stores/every-table";
import { NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { overSeeds, type Draw } from "../support/over-seeds";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.$transaction(
    (tx) => fillEveryTable(tx, SHOP, createTestDeps().keyring),
    WRITES_EVERY_TABLE,
  );
});
afterAll(() => database.close());

interface Plan {
  readonly "Relation Name"?: string;
  readonly Plans?: readonly Plan[];
}

async function tablesOf({ strings, values }: Prisma.Sql): Promise<string[]> {
  const sql = strings.reduce((text, part, i) => `${text}$${i}${part}`);
  const rows = await database.db.$queryRawUnsafe<{ "QUERY PLAN": { Plan: Plan }[] }[]>(
    `explain (format json) ${sql}`,
    ...values,
  );
  const list = (plan: Plan): string[] => [
    ...(plan["Relation Name"] === undefined ? [] : [plan["Relation Name"]]),
    ...(plan.Plans ?? []).flatMap(list),
  ];
  return rows[0]!["QUERY PLAN"].flatMap((it) => list(it.Plan));
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly isNullable: boolean;
}

/** Moves each time of the shop's rows by some days, or removes it. */
async function moveTimes(db: Db, columns: readonly Column[], draw: Draw): Promise<void> {
  for (const [table, own] of Map.groupBy(columns, (it) => it.table)) {
    const values = own.map(({ column, isNullable }) => {
      if (isNullable && draw.chance(0.25)) return `"${column}" = null`;
      const minutes = draw.between(-9_000, 9_000);
      return `"${column}" = '${new Date(NOW.getTime() + minutes * 60_000).toISOString()}'`;
    });
    await db.$executeRawUnsafe(
      `update "${table}" set ${values.join(", ")} where shop_id = '${SHOP}'`,
    );
  }
}

const timedJobs = JOBS.flatMap(({ name, selectDueShops, nextDueTimes }) =>
  selectDueShops && nextDueTimes ? [{ name, selectDueShops, nextDueTimes }] : [],
);

/** Which jobs are due for the shop, each at a time of its own. */
async function dueAt(timeOf: (job: JobName) => Date): Promise<Set<JobName>> {
  const searches = timedJobs.map(
    ({ name, selectDueShops }) => Prisma.sql`
      select ${name}::text as job from (${selectDueShops(timeOf(name))}) as due where "shopId" = ${SHOP}`,
  );
  const rows = await database.db.$queryRaw<{ job: JobName }[]>`${Prisma.join(searches, " union ")}`;
  return new Set(rows.map(({ job }) => job));
}

overSeeds("no job becomes due by time alone before its next time", { usual: 15 }, async (draw) => {
  const { db } = database;
  const columns = await db.$queryRaw<Column[]>`
    select table_name as table, column_name as column, is_nullable = 'YES' as "isNullable"
    from information_schema.columns
    where table_schema = 'public' and data_type = 'timestamp with time zone'
      and table_name = any(${[...TABLES_WITH_DUE_MARKS]}::text[])`;
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`set local session_replication_role = replica`;
    await moveTimes(tx, columns, draw);
  });
  const before = await dueAt(() => NOW);
  const times = timedJobs.map(
    ({ name, nextDueTimes }) => Prisma.sql`
      select ${name}::text as job, least(${Prisma.join(nextDueTimes(NOW))}) as at
      from (values (${SHOP}::text)) as seen (shop_id)`,
  );
  const rows = await db.$queryRaw<{ job: JobName; at: Date | null }[]>`
    ${Prisma.join(times, " union all ")}`;
  const nextAt = new Map(rows.map(({ job, at }) => [job, at]));
  const never = new Date(NOW.getTime() + 400 * 86_400_000);
  const newlyDue = await dueAt((job) => new Date((nextAt.get(job) ?? never).getTime() - 1));
  expect([...newlyDue].filter((job) => !before.has(job))).toEqual([]);
  // So that the comparison means something.
  const due = await dueAt((job) => nextAt.get(job) ?? NOW);
  expect([...due].filter((job) => !before.has(job)).length).toBeGreaterThan(0);
});

test("each job that time makes due says when", () => {
  const values = ({ selectDueShops }: (typeof JOBS)[number], at: number) =>
    JSON.stringify(selectDueShops?.(new Date(at)).values);
  const silent = JOBS.filter(
    (job) => values(job, 0) !== values(job, NOW.getTime()) && !job.nextDueTimes,
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test("a change in each table that a search reads has the sweep look at its shop", async () => {
  const read = new Set<string>();
  for (const { selectDueShops } of JOBS) {
    if (!selectDueShops) continue;
    for (const table of await tablesOf(selectDueShops(NOW))) read.add(table);
  }
  const marked = [...TABLES_WITH_DUE_MARKS, ...TABLES_OF_FIRST_SHOP];
  expect([...read].toSorted()).toEqual(marked.toSorted());
});
