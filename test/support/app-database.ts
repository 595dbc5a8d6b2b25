import { cpSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { findScope } from "~/db-scope.server";
import { openDatabase, type Database } from "~/db.server";
import { copyPostgres } from "./copy-postgres";
import { migratedPGlite } from "./migrated-pglite";

export interface AppDatabase {
  /** The environment variables for the app. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether others may open it while the app runs. */
  readonly isServer: boolean;
  open(): Promise<Database>;
  /** Runs code on it. A server's stays open for the next use, since each client compiles its queries again. */
  use<T>(run: (db: Database["db"]) => Promise<T>): Promise<T>;
  /** Closes what `use` keeps open. */
  close(): Promise<void>;
}

/** A migrated database for one app: in PostgreSQL if available, else in the embedded PGlite. */
export async function prepareDatabaseOnServer(dataFolder: string): Promise<AppDatabase> {
  const template = inject("postgresUrl");
  if (template === "") return prepareEmbeddedDatabase(dataFolder);
  const url = await copyPostgres(template);
  const open = () => openDatabase({ driver: "postgres", url, poolSize: 2 }, findScope);
  let used: Promise<Database> | null = null;
  return {
    env: { DATABASE_URL: url, KINDRED_WORKER: "on" },
    isServer: true,
    open,
    async use(run) {
      used ??= open();
      return run((await used).db);
    },
    async close() {
      await (await used)?.close();
    },
  };
}

/** What the app would create in an empty folder; test/journeys/demo.test.ts covers that. */
export async function prepareEmbeddedDatabase(dataFolder: string): Promise<AppDatabase> {
  const folder = join(dataFolder, "db");
  cpSync((await migratedPGlite()).folder, folder, { recursive: true });
  const open = () => openDatabase({ driver: "pglite", folder }, findScope);
  return {
    env: {},
    isServer: false,
    open,
    async use(run) {
      const { db, close } = await open();
      try {
        return await run(db);
      } finally {
        await close();
      }
    },
    close: () => Promise.resolve(),
  };
}
