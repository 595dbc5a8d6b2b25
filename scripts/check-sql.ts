/**
 * Prepares every raw statement of the app on a database with the current schema, compares the columns that it returns
 * with the type that the code reads, and looks whether row-level security keeps it from using an index: part of
 * `npm run check:static`.
 */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import ts from "typescript";
import { applyMigrations } from "~/db-migrations.server";
import { overPGlite } from "~/db.server";
import { checkStatements } from "./check-sql/check-statements";
import { createLookupCheck } from "./check-sql/find-blocked-lookups";
import { findStatements } from "./check-sql/find-statements";

/** Files with statements whose text is known only while the app runs, and the tests that run them. */
const CHECKED_BY_TESTS: Readonly<Record<string, string>> = {
  "app/db-raw.server.ts": "test/db-raw.db.test.ts and test/stores: sends statements of other files",
  "app/db-reads.server.ts": "test/stores and test/predictions: joins reads of other files",
  "app/events/advance-cursors.server.ts":
    "test/events/pass and test/feedback: joins what event jobs write",
  "app/jobs/due-rows.server.ts":
    "test/jobs, and test/stores for each table: columns of the table's description",
  "app/jobs/due-shops.server.ts":
    "test/jobs: joins the jobs' searches, which are checked one by one",
  "app/predictions/prediction-store.server.ts": "test/stores: columns of PREDICTED_VALUES",
  "app/segments/customer-facts-store.server.ts": "test/segments: columns of PREDICTED_VALUES",
  "app/segments/editing/find-matches.server.ts":
    "test/segments: random rules, compared with matches.ts",
  "app/segments/members/member-store.server.ts":
    "test/segments: random rules, compared with matches.ts",
  "app/privacy/erase-shop.server.ts": "test/privacy: every table of the schema",
  "app/privacy/reseal.job.server.ts": "test/privacy: every encrypted column",
  "app/privacy/used-key-store.server.ts": "test/privacy: every encrypted column",
};

const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile) as { config: unknown };
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
const files = fileNames.filter(
  (file) =>
    relative(".", file).startsWith("app/") &&
    /\$(query|execute)Raw|readRows|Prisma\.(Sql|sql)/.test(readFileSync(file, "utf8")),
);
const program = ts.createProgram(files, options);
const statements = findStatements(program, files).map((it) => ({
  ...it,
  file: relative(".", it.file),
}));

const pglite = await PGlite.create();
await applyMigrations(overPGlite(pglite, () => null));
const findBlockedLookups = await createLookupCheck(pglite);
const faults = await checkStatements(
  statements,
  program.getTypeChecker(),
  CHECKED_BY_TESTS,
  (sql) => pglite.describeQuery(sql),
  findBlockedLookups,
);
await pglite.close();

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`${statements.length} statements agree with the schema.`);
