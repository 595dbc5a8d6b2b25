import "./load-env";
import { applyMigrations } from "~/db-migrations.server";
import { openDatabase } from "~/db.server";
import { parseConfig } from "~/config";
import { requireDatabase } from "./open-tool-database";
import { runTool } from "./run-tool";

const USAGE =
  "npm run migrate     applies the migrations, views and policies that the database lacks";

if (process.argv.length > 2) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await runTool(migrate);
}

async function migrate(): Promise<void> {
  const { database: settings } = parseConfig(process.env);
  requireDatabase(settings);
  const database = await openDatabase(settings);
  try {
    const applied = await applyMigrations(database, {
      reportWait: () => console.log("Waiting for another process that migrates the database"),
    });
    console.log(
      applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date",
    );
  } finally {
    await database.close();
  }
}
