import { applyMigrations } from "~/db-migrations.server";
import type { Database } from "~/db.server";
import { JOBS } from "~/job-registry.server";
import { startPgBossQueue } from "~/jobs/queue.pg-boss.server";

/** Prepares an empty database like the app's startup. */
export async function prepareDatabase(database: Database): Promise<void> {
  await applyMigrations(database);
  const queue = await startPgBossQueue(
    database,
    JOBS.map(({ name }) => name),
    (error) => {
      throw error;
    },
  );
  await queue.stop();
}
