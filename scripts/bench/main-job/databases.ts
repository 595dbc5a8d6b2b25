import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { KeyringSecrets } from "~/config";
import { applyMigrations } from "~/db-migrations.server";
import { findScope, type StatementScope } from "~/db-scope.server";
import { openDatabase, type Database } from "~/db.server";
import { createKeyring, generateKeyringSecrets, type Keyring } from "~/privacy/keyring.server";
import { findPostgres } from "../../../test/support/find-postgres";

export type DatabaseName = "PGlite" | "PostgreSQL";

/** A database for one measurement, and the settings with which a process of the app opens it. */
export interface BenchDatabase {
  readonly name: DatabaseName;
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Opens it here for the duration of `work`. */
  use<T>(
    work: (database: Database, keyring: Keyring) => Promise<T>,
    scopeNow?: () => StatementScope | null,
  ): Promise<T>;
  /** A copy of it. No process may have this one open meanwhile. */
  copy(): Promise<BenchDatabase>;
  remove(): Promise<void>;
}

/** The databases that can be measured here, and why one cannot. */
export async function listDatabases(): Promise<{
  readonly names: readonly DatabaseName[];
  readonly skipped: string | null;
}> {
  const url = await findPostgres();
  return url
    ? { names: ["PGlite", "PostgreSQL"], skipped: null }
    : {
        names: ["PGlite"],
        skipped: "PostgreSQL: none answers on localhost:5432, and TEST_DATABASE_URL is not set",
      };
}

/** A new, migrated database for one caller. */
export async function createDatabase(name: DatabaseName): Promise<BenchDatabase> {
  const dataFolder = newFolder();
  const server = name === "PostgreSQL" ? await createOnServer("template1") : null;
  const database = databaseAt(name, dataFolder, server, generateKeyringSecrets());
  await database.use((opened) => applyMigrations(opened));
  return database;
}

function databaseAt(
  name: DatabaseName,
  dataFolder: string,
  server: OnServer | null,
  secrets: KeyringSecrets,
): BenchDatabase {
  const settings = server
    ? ({ driver: "postgres", url: server.url, poolSize: 4 } as const)
    : ({ driver: "pglite", folder: join(dataFolder, "db") } as const);
  return {
    name,
    dataFolder,
    env: {
      NODE_ENV: "production",
      KINDRED_DEMO: "1",
      KINDRED_DATA: dataFolder,
      KINDRED_KEYS: JSON.stringify(secrets),
      KINDRED_LOG_LEVEL: "error",
      DATABASE_URL: server?.url ?? "",
    },
    async use(work, scopeNow = findScope) {
      const database = await openDatabase(settings, scopeNow);
      try {
        return await work(database, createKeyring(secrets));
      } finally {
        await database.close();
      }
    },
    async copy() {
      const folder = newFolder();
      cpSync(dataFolder, folder, { recursive: true });
      const copied = server && (await createOnServer(server.name));
      return databaseAt(name, folder, copied, secrets);
    },
    async remove() {
      await server?.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const newFolder = () => mkdtempSync(join(tmpdir(), "kindred-bench-"));

interface OnServer {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** @param template the database to copy */
async function createOnServer(template: string): Promise<OnServer> {
  const admin = await findPostgres();
  if (admin === null) throw new Error("There is no PostgreSQL");
  const name = `kindred_bench_${randomUUID().replaceAll("-", "")}`;
  await runSql(admin, `create database ${name} template ${template}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => runSql(admin, `drop database ${name} with (force)`) };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
