import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { applyMigrations } from "~/db-migrations.server";
import { openDatabase, type Database } from "~/db.server";
import { createKeyring, generateKeyringSecrets, type Keyring } from "~/privacy/keyring.server";
import { postgresAtHand } from "../../../test/support/postgres-at-hand";

export type DatabaseName = "PGlite" | "PostgreSQL";

/** A database for one measurement, and what a process of the app needs to open it. */
export interface BenchDatabase {
  readonly name: DatabaseName;
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Opens it here, for as long as `work` takes. */
  use<T>(work: (database: Database, keyring: Keyring) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** The databases that can be measured here, and why one cannot. */
export async function listDatabases(): Promise<{
  readonly names: readonly DatabaseName[];
  readonly skipped: string | null;
}> {
  const url = await postgresAtHand();
  return url
    ? { names: ["PGlite", "PostgreSQL"], skipped: null }
    : {
        names: ["PGlite"],
        skipped: "PostgreSQL: none answers on localhost:5432, and TEST_DATABASE_URL is not set",
      };
}

/** A new, migrated database that nobody else uses. */
export async function createDatabase(name: DatabaseName): Promise<BenchDatabase> {
  const dataFolder = mkdtempSync(join(tmpdir(), "kindred-bench-"));
  const secrets = generateKeyringSecrets();
  const server = name === "PostgreSQL" ? await createOnServer() : null;
  const settings = server
    ? ({ driver: "postgres", url: server.url, poolSize: 4 } as const)
    : ({ driver: "pglite", folder: join(dataFolder, "db") } as const);

  async function use<T>(work: (database: Database, keyring: Keyring) => Promise<T>): Promise<T> {
    const database = await openDatabase(settings);
    try {
      return await work(database, createKeyring(secrets));
    } finally {
      await database.close();
    }
  }
  await use((database) => applyMigrations(database));
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
    use,
    async remove() {
      await server?.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function createOnServer() {
  const admin = await postgresAtHand();
  if (admin === null) throw new Error("There is no PostgreSQL");
  const name = `kindred_bench_${randomUUID().replaceAll("-", "")}`;
  await runSql(admin, `create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runSql(admin, `drop database ${name} with (force)`) };
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
