import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { CHECKS } from "~/db-checks.server";
import { withoutConcurrency } from "~/db-migration-scripts.server";
import { applyMigrations, readMigrations } from "~/db-migrations.server";
import { DUE_MARKS } from "~/db-due-marks.server";
import { POLICIES } from "~/db-policies.server";
import { VIEWS } from "~/db-views.server";
import { overPGlite } from "~/db.server";
import { createKeyring } from "~/privacy/keyring.server";
import { fillEveryTable, WRITES_EVERY_TABLE } from "../test/stores/every-table";
import { SHOP } from "../test/support/builders";
import { TEST_SECRETS } from "../test/support/deps";

// Writes test/fixtures/database-VERSION.sql.gz: the schema of this release and a shop with rows in every table, sealed with the
// keys of the tests. Run it when a release is made; the test migrates each of these dumps to the newest schema.

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const pglite = await PGlite.create();
const database = overPGlite(pglite, () => null);
await applyMigrations(database);
await database.db.$transaction(
  (tx) => fillEveryTable(tx, SHOP, createKeyring(TEST_SECRETS)),
  WRITES_EVERY_TABLE,
);
// The test restores them at once, as a transaction, in which no index is built concurrently.
const schema = readMigrations().map(({ sql }) => withoutConcurrency(sql));
const file = `test/fixtures/database-${version}.sql.gz`;
const sql = [
  ...schema,
  await describeHistory(),
  VIEWS,
  CHECKS,
  POLICIES,
  DUE_MARKS,
  await dumpRows(),
];
writeFileSync(file, gzipSync(sql.join(";\n"), { level: 9 }));
await database.close();
console.log(`Wrote ${file}`);

/** The table of the schema engine, which says what was applied. */
async function describeHistory(): Promise<string> {
  const { rows } = await pglite.query<{ name: string; type: string; rest: string }>(`
    select column_name as name, data_type as type,
      case is_nullable when 'NO' then ' not null' else '' end
        || coalesce(' default ' || column_default, '') as rest
    from information_schema.columns where table_name = '_prisma_migrations'
    order by ordinal_position`);
  const columns = rows.map(({ name, type, rest }) => `"${name}" ${type}${rest}`);
  return `create table "_prisma_migrations" (${columns.join(", ")}, primary key ("id"));`;
}

/** All rows, and the positions of sequences. */
async function dumpRows(): Promise<string> {
  const tables = await pglite.query<{ name: string }>(`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`);
  const lines = ["set session_replication_role = replica;"];
  for (const { name } of tables.rows) {
    const { rows } = await pglite.query<{ row: string }>(
      `select to_jsonb(t)::text as row from "${name}" t order by 1`,
    );
    if (rows.length === 0) continue;
    const list = `[${rows.map(({ row }) => row).join(",")}]`.replaceAll("'", "''");
    lines.push(
      `insert into "${name}" overriding system value
       select * from jsonb_populate_recordset(null::"${name}", '${list}');`,
    );
  }
  const sequences = await pglite.query<{ name: string; last: bigint }>(
    "select sequencename as name, last_value as last from pg_sequences where last_value is not null",
  );
  for (const { name, last } of sequences.rows) lines.push(`select setval('${name}', ${last});`);
  return [...lines, "set session_replication_role = default;"].join("\n");
}
