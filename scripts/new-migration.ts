import { mkdirSync, writeFileSync } from "node:fs";
import { splitMigration } from "~/db-migration-scripts.server";
import { diffMigrationsToSchema } from "~/db-migrations.server";

const USAGE =
  "npm run new-migration -- NAME     writes the next migration from prisma/schema.prisma";

const [name, ...rest] = process.argv.slice(2);

function write(migration: string, sql: string): void {
  const folder = `prisma/migrations/${migration}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/migration.sql`, `${sql}\n`);
  console.log(`Wrote ${folder}/migration.sql: read it before you commit it`);
}

if (!name || !/^[a-z0-9_]+$/.test(name) || rest.length > 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const sql = await diffMigrationsToSchema();
  if (sql === "") {
    console.log("Migrations and schema agree: nothing to write");
  } else {
    const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
    const { inTransaction, concurrent } = splitMigration(sql);
    if (inTransaction !== "") write(`${stamp}_${name}`, inTransaction);
    if (concurrent !== "") write(`${Number(stamp) + 1}_${name}_indexes`, concurrent);
  }
}
