import { expect, test } from "vitest";
import { splitMigration } from "~/db-migration-scripts.server";
import { readMigrations } from "~/db-migrations.server";

/** The last one of 0.2.0: later releases may run beside the previous one, and 0.1.0 was never published. */
const SINCE = "20261201194100";

const isSince = (name: string) => name.slice(0, SINCE.length) > SINCE;

/** Changes that break a running release, which only reads and writes what it knows. */
const TAKES_AWAY = [
  /\bDROP\s+(?:TABLE|COLUMN)\b/i,
  /\bRENAME\b/i,
  /\bSET\s+NOT\s+NULL\b/i,
  /\bALTER\s+COLUMN\s+"\w+"\s+(?:SET\s+DATA\s+)?TYPE\b/i,
  // A column that the previous release does not write needs a default.
  /\bADD\s+COLUMN\s+"\w+"\s+(?:(?!\bDEFAULT\b)[^,;])*\bNOT\s+NULL\b(?![^,;]*\bDEFAULT\b)/i,
];

const breaks = (sql: string) => TAKES_AWAY.some((way) => way.test(sql.replaceAll(/--.*$/gm, "")));

test("F23: migrations are additive, so that the previous release keeps working", () => {
  const wrong = readMigrations().filter(({ name, sql }) => isSince(name) && breaks(sql));
  expect(wrong).toEqual([]);
});

test("migrations build indexes of existing tables while these are written, and apart from all else", () => {
  const wrong = readMigrations()
    .filter(({ name }) => isSince(name))
    .filter(({ sql }) => {
      const { inTransaction, concurrent } = splitMigration(sql);
      const isApart =
        sql.includes("CONCURRENTLY") &&
        /^(CREATE (UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS [^;]*;\s*)+$/.test(sql);
      return concurrent !== "" || (inTransaction.includes("CONCURRENTLY") && !isApart);
    });
  expect(wrong).toEqual([]);
});

test("a new migration is split where it has indexes of existing tables", () => {
  const table = 'CREATE TABLE "new" (\n    "a" TEXT\n);\n\n-- CreateIndex\n';
  const own = 'CREATE INDEX "new_a_idx" ON "new"("a");';
  const others =
    'CREATE INDEX "old_a_idx" ON "old"("a");\n\nCREATE UNIQUE INDEX "old_b_key" ON "old"("b");';
  expect(splitMigration(`${table}${own}\n\n${others}`)).toEqual({
    inTransaction: `${table}${own}`,
    concurrent: [
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS "old_a_idx" ON "old"("a");',
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "old_b_key" ON "old"("b");',
    ].join("\n"),
  });
});

test.each([
  ['ALTER TABLE "a" DROP COLUMN "b";', true],
  ['ALTER TABLE "a" RENAME COLUMN "b" TO "c";', true],
  ['ALTER TABLE "a" ADD COLUMN "b" TEXT NOT NULL;', true],
  ['ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE BIGINT;', true],
  [`ALTER TABLE "a" ADD COLUMN "b" TEXT NOT NULL DEFAULT '';`, false],
  ['ALTER TABLE "a" ADD COLUMN "b" TEXT;', false],
  ['-- DROP TABLE "a"\nCREATE TABLE "a" ("b" TEXT NOT NULL);', false],
])("%s", (sql, isWrong) => {
  expect(breaks(sql)).toBe(isWrong);
});
