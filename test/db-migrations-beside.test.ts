import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDER = "prisma/migrations";
/** The last one of 0.2.0: later releases may run beside the previous one, and 0.1.0 was never published. */
const SINCE = "20261201194100";

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
  const wrong = readdirSync(FOLDER)
    .filter((name) => /^\d{14}_/.test(name) && name > SINCE)
    .filter((name) => breaks(readFileSync(`${FOLDER}/${name}/migration.sql`, "utf8")));
  expect(wrong).toEqual([]);
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
