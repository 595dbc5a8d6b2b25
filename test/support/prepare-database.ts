import { applyMigrations } from "~/db-migrations.server";
import type { Database } from "~/db.server";
import { JOBS } from "~/jobs/registry.server";
import { startPgBossQueue } from "~/jobs/queue.pg-boss.server";

/** Makes of an empty database what the app makes of it when it starts. */
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
