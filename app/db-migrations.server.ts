import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import { PrismaPg } from "@prisma/adapter-pg";
import type * as SchemaEngineGlue from "@prisma/schema-engine-wasm/schema_engine_bg";
import { PGlite } from "@electric-sql/pglite";
import { Pool, type PoolClient } from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { AppError } from "./lib/errors";
import {
  runOnPGlite,
  runOnPostgres,
  withoutConcurrency,
  lockMigrations,
  withScripts,
  type LockLimits,
} from "./db-migration-scripts.server";
import { CHECKS, CHECK_ROWS } from "./db-checks.server";
import { DUE_MARKS } from "./db-due-marks.server";
import { POLICIES } from "./db-policies.server";
import { VIEWS } from "./db-views.server";
import type { Database } from "./db.server";

const SCHEMA = "prisma/schema.prisma";
const MIGRATIONS = "prisma/migrations";
const NOTHING_FILTERED = { externalTables: [], externalEnums: [] };

interface MigrationOptions {
  /** By default those of this release. */
  readonly migrations?: readonly Migration[];
  readonly locks?: LockLimits;
  /** Called once when another process has been migrating for some seconds. */
  readonly reportWait?: () => void;
}

/**
 * Applies missing migrations to a database, then its views, checks and policies. Uses Prisma's `_prisma_migrations` table, so
 * that Prisma's tools work with the database. Runs Prisma's schema engine as WASM: no binary is downloaded.
 * @returns the names of the applied migrations, oldest first
 * @throws AppError `conflict` when a migration failed, which left nothing behind, or when a process was killed during one
 */
export async function applyMigrations(
  { driver }: Pick<Database, "driver">,
  { migrations = readMigrations(), locks, reportWait = () => undefined }: MigrationOptions = {},
): Promise<string[]> {
  // The engine leaves its connections open, so they are closed here.
  const pool = new Pool(driver.kind === "postgres" ? { connectionString: driver.url, max: 3 } : {});
  const run = (sql: string) =>
    driver.kind === "postgres" ? pool.query(sql) : driver.pglite.exec(sql);
  const runScript =
    driver.kind === "postgres" ? runOnPostgres(pool, locks) : runOnPGlite(driver.pglite);
  if (driver.kind === "postgres") await requireConnection(pool);
  const failures: unknown[] = [];
  const engine = await openSchemaEngine(
    withScripts(
      driver.kind === "postgres" ? new PrismaPg(pool) : new PrismaPGlite(driver.pglite),
      async (script) => {
        try {
          await runScript(script);
        } catch (error) {
          failures.push(error);
          throw error;
        }
      },
    ),
  );
  let lock: PoolClient | null = null;
  try {
    if (driver.kind === "postgres") lock = await lockMigrations(pool, reportWait);
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: toMigrationsList(migrations),
      filters: NOTHING_FILTERED,
    });
    for (const sql of [VIEWS, CHECKS, CHECK_ROWS, POLICIES, DUE_MARKS]) {
      await run(sql);
    }
    return appliedMigrationNames;
  } catch (error) {
    if (failures.length > 0) await run(MARK_ROLLED_BACK);
    const cause = failures[0] ?? error;
    throw new AppError("conflict", `The database could not be migrated: ${String(cause)}`, {
      cause,
    });
  } finally {
    engine.free();
    lock?.release(true);
    await pool.end();
  }
}

/** As Prisma's `migrate resolve --rolled-back`: the next run tries the migration again. */
const MARK_ROLLED_BACK = `
  update _prisma_migrations set rolled_back_at = now()
  where finished_at is null and rolled_back_at is null`;

/** A statement as the owner of the tables. */
type OwnerQuery = (sql: string, values: readonly unknown[]) => Promise<unknown[]>;

/** The names of migrations that the database lacks, oldest first. Ones that a newer release applied do not matter. */
export async function listMissingMigrations(query: OwnerQuery): Promise<string[]> {
  const [table] = await query("select to_regclass('_prisma_migrations') is not null as exists", []);
  const rows = (table as { exists: boolean }).exists
    ? await query(
        `select migration_name as name from _prisma_migrations
        where finished_at is not null and rolled_back_at is null`,
        [],
      )
    : [];
  const applied = new Set((rows as { name: string }[]).map(({ name }) => name));
  return listMigrationNames().filter((name) => !applied.has(name));
}

/**
 * Prepares a database for a start. The embedded one is always migrated; PostgreSQL only when configured, because
 * otherwise the deployment does so once. Processes that start at once wait for each other.
 * @throws AppError `conflict` when migrations are missing, with the next step
 */
export async function prepareMigrations(
  { driver }: Pick<Database, "driver">,
  { migratesAtStart }: { readonly migratesAtStart: boolean },
  reportWait: () => void,
): Promise<void> {
  if (driver.kind === "pglite" || migratesAtStart) {
    await applyMigrations({ driver }, { reportWait });
    return;
  }
  const pool = new Pool({ connectionString: driver.url, max: 1 });
  await requireConnection(pool);
  try {
    const missing = await listMissingMigrations(async (sql, values) => {
      return (await pool.query<Record<string, unknown>>(sql, [...values])).rows;
    });
    const [first] = missing;
    if (first === undefined) return;
    throw new AppError(
      "conflict",
      `The database lacks ${missing.length} of the migrations of this release, from ${first} on. ` +
        "Run `npm run migrate`, or set KINDRED_MIGRATE=on to do it at each start.",
    );
  } finally {
    await pool.end();
  }
}

/**
 * Connects once, because the schema engine reports a wrong address with a stack.
 * @throws AppError `unavailable`, which names the variable to look at, after closing the pool
 */
async function requireConnection(pool: Pool): Promise<void> {
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    // Several addresses of a host have one error each, and none together.
    const reason: unknown = error instanceof AggregateError ? error.errors[0] : error;
    throw new AppError(
      "unavailable",
      `The database of DATABASE_URL cannot be used: ${(reason as Error).message}`,
      { cause: error },
    );
  }
}

/**
 * The SQL from the migrations to the schema: empty when they agree. Needs a scratch database to replay the
 * migrations, an in-memory PGlite.
 */
export async function diffMigrationsToSchema(): Promise<string> {
  const scratch = await PGlite.create();
  const engine = await openSchemaEngine(new PrismaPGlite(scratch));
  const migrations = readMigrations().map(({ name, sql }) => ({
    name,
    sql: withoutConcurrency(sql),
  }));
  try {
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...toMigrationsList(migrations) },
      to: {
        tag: "schemaDatamodel",
        files: [{ path: SCHEMA, content: readFileSync(SCHEMA, "utf8") }],
      },
      script: true,
      exitCode: null,
      filters: NOTHING_FILTERED,
    });
    const sql = stdout ?? "";
    return sql.trim() === "-- This is an empty migration." ? "" : sql.trim();
  } finally {
    engine.free();
    await scratch.close();
  }
}

// The glue code holds one WASM instance per process, and a second would invalidate the first one's memory. This file
// may be loaded more than once per process: by each project of the tests.
const loaded = globalThis as { kindredSchemaEngine?: Promise<typeof SchemaEngineGlue> };

async function openSchemaEngine(adapter: SqlMigrationAwareDriverAdapterFactory) {
  const { SchemaEngine } = await (loaded.kindredSchemaEngine ??= loadSchemaEngine());
  return SchemaEngine.new(
    { datamodels: [["schema.prisma", readFileSync(SCHEMA, "utf8")]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/** Node cannot import a .wasm file yet, as the package's entry does, so it is instantiated here. */
async function loadSchemaEngine(): Promise<typeof SchemaEngineGlue> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve("@prisma/schema-engine-wasm"));
  const glue =
    (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as typeof SchemaEngineGlue & {
      __wbg_set_wasm(exports: WebAssembly.Exports): void;
    };
  const bytes = readFileSync(join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, {
    "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

function listMigrationNames(): string[] {
  if (!existsSync(MIGRATIONS)) return [];
  return readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The migrations of this release, oldest first. */
export const readMigrations = (): Migration[] =>
  listMigrationNames().map((name) => ({
    name,
    sql: readFileSync(join(MIGRATIONS, name, "migration.sql"), "utf8"),
  }));

function toMigrationsList(migrations: readonly Migration[]) {
  const lockPath = join(MIGRATIONS, "migration_lock.toml");
  return {
    baseDir: MIGRATIONS,
    lockfile: {
      path: "migration_lock.toml",
      content: existsSync(lockPath) ? readFileSync(lockPath, "utf8") : null,
    },
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
    })),
    shadowDbInitScript: "",
  };
}
