import "./load-env";
import { mkdirSync, writeFileSync } from "node:fs";
import { applyMigrations, diffMigrationsToSchema } from "~/db-migrations.server";
import { openDatabase } from "~/db.server";
import { parseConfig } from "~/config";
import { runTool } from "./run-tool";

const usage = `npm run migrate                 applies the migrations, views and policies that the database lacks
npm run migrate -- new NAME     writes the next migration from prisma/schema.prisma`;

const [command, name, ...rest] = process.argv.slice(2);

if (command === undefined) {
  await runTool(migrate);
} else if (command === "new" && name && /^[a-z0-9_]+$/.test(name) && rest.length === 0) {
  const sql = await diffMigrationsToSchema();
  if (sql === "") {
    console.log("Migrations and schema agree: nothing to write");
  } else {
    const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
    const folder = `prisma/migrations/${stamp}_${name}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/migration.sql`, `${sql}\n`);
    console.log(`Wrote ${folder}/migration.sql: read it before you commit it`);
  }
} else {
  console.error(usage);
  process.exitCode = 2;
}

async function migrate(): Promise<void> {
  const database = await openDatabase(parseConfig(process.env).database);
  try {
    const applied = await applyMigrations(database);
    console.log(
      applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date",
    );
  } finally {
    await database.close();
  }
}
