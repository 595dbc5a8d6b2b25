import { existsSync } from "node:fs";
import { prepareMigrations } from "~/db-migrations.server";
import { openDatabase, type Database } from "~/db.server";
import type { Settings } from "~/config";
import { AppError } from "~/lib/errors";

/**
 * Opens the database that a tool works on, which must exist: a tool that made an embedded one, because nobody set
 * `DATABASE_URL`, would report that all is well.
 *
 * @throws AppError when there is none, or when it cannot be reached or lacks migrations
 */
export async function openToolDatabase({ database: settings }: Settings): Promise<Database> {
  requireDatabase(settings);
  const database = await openDatabase(settings);
  try {
    await prepareMigrations(database, { migratesAtStart: false }, () => undefined);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** @throws AppError when `DATABASE_URL` is not set and there is no embedded database */
export function requireDatabase(settings: Settings["database"]): void {
  if (settings.driver === "postgres" || existsSync(settings.folder)) return;
  throw new AppError(
    "not_found",
    `DATABASE_URL is not set, and there is no embedded database in ${settings.folder}.`,
  );
}
