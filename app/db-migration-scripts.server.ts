import { setTimeout as sleep } from "node:timers/promises";
import type { PGliteInterface } from "@electric-sql/pglite";
import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import type { Pool, PoolClient } from "pg";

/** How long a migration waits for a table that others use, and how often. */
export interface LockLimits {
  /** All later requests of the table queue behind the wait, so it is short. */
  readonly timeoutMs: number;
  readonly attempts: number;
}

const LIMITS: LockLimits = { timeoutMs: 2_000, attempts: 30 };

/** "lock_not_available": https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_TIMEOUT = "55P03";

const CONCURRENT_INDEX = /CREATE (?:UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS "(\w+)"[^;]*/g;

/** Runs a migration's script whole or not at all. */
export type RunScript = (script: string) => Promise<void>;

/**
 * Prisma's adapter with another way to run scripts. Its own sends them statement by statement, so that a failure in the
 * middle would leave a database that no release knows.
 */
export function withScripts(
  factory: SqlMigrationAwareDriverAdapterFactory,
  executeScript: RunScript,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => Object.assign(await factory.connect(), { executeScript }),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}

const INDEX = /^CREATE (UNIQUE )?INDEX ("\w+" ON ("\w+")[^;]*;)\n*/gm;

/**
 * Moves the indexes of tables that exist already to a script of their own, which builds them while the tables are
 * written. Those of new tables stay with them.
 */
export function splitMigration(sql: string) {
  const concurrent: string[] = [];
  const inTransaction = sql.replaceAll(INDEX, (statement, unique = "", rest: string, table) => {
    if (sql.includes(` TABLE ${table} (`)) return statement;
    concurrent.push(`CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS ${rest}`);
    return "";
  });
  return { inTransaction: inTransaction.trim(), concurrent: concurrent.join("\n") };
}

/** On a database that no other process uses, where an index need not be built concurrently. */
export const runOnPGlite =
  (pglite: PGliteInterface): RunScript =>
  async (script) => {
    await pglite.transaction((transaction) => transaction.exec(withoutConcurrency(script)));
  };

export const withoutConcurrency = (script: string): string =>
  script.replaceAll("INDEX CONCURRENTLY ", "INDEX ");

/** On a database that other processes use meanwhile. A script with concurrent indexes has nothing else. */
export const runOnPostgres =
  (pool: Pool, limits: LockLimits = LIMITS): RunScript =>
  async (script) => {
    const client = await pool.connect();
    try {
      const indexes = [...script.matchAll(CONCURRENT_INDEX)];
      if (indexes.length > 0) refuseOtherStatements(script);
      for (const [statement, name = ""] of indexes) await buildIndex(client, name, statement);
      if (indexes.length === 0) await runInTransaction(client, script, limits);
    } finally {
      client.release();
    }
  };

/** @throws Error if a script with concurrent indexes has anything else but comments, which would not be run */
function refuseOtherStatements(script: string): void {
  const rest = script.replaceAll(CONCURRENT_INDEX, "").replaceAll(/--.*|\/\*[^]*?\*\/|;/g, "");
  if (rest.trim() === "") return;
  throw new Error(
    `A script that builds indexes concurrently has other statements: ${rest.trim().slice(0, 80)}`,
  );
}

/** Any number, as long as no other program uses it for a lock in the same database. */
const MIGRATION_LOCK = 3_152_037;
const LOCK_POLL_MS = 200;
const REPORT_WAIT_AFTER_MS = 5_000;

/**
 * Waits until no other process migrates, and keeps others from it until the connection is closed. It asks again and again,
 * because a statement that waits has a snapshot: an index that is built concurrently would wait for it. There is no
 * limit, because building an index may take hours.
 *
 * @param reportWait called once after a few seconds
 */
export async function lockMigrations(
  pool: Pool,
  reportWait: () => void,
  reportAfterMs = REPORT_WAIT_AFTER_MS,
): Promise<PoolClient> {
  const client = await pool.connect();
  const startMs = performance.now();
  let isReported = false;
  for (;;) {
    const { rows } = await client.query<{ isHeld: boolean }>(
      `select pg_try_advisory_lock($1) as "isHeld"`,
      [MIGRATION_LOCK],
    );
    if (rows[0]?.isHeld) return client;
    if (!isReported && performance.now() - startMs >= reportAfterMs) {
      isReported = true;
      reportWait();
    }
    await sleep(LOCK_POLL_MS);
  }
}

async function runInTransaction(client: PoolClient, script: string, limits: LockLimits) {
  for (let left = limits.attempts - 1; ; left--) {
    try {
      await client.query(`begin; set local lock_timeout = ${limits.timeoutMs}`);
      await client.query(script);
      await client.query("commit");
      return;
    } catch (error) {
      await client.query("rollback");
      if ((error as { code?: string }).code !== LOCK_TIMEOUT || left === 0) throw error;
      await sleep(limits.timeoutMs);
    }
  }
}

/** Builds an index while its table is written. An interrupted build leaves an invalid index, which is built again. */
async function buildIndex(client: PoolClient, name: string, statement: string): Promise<void> {
  const { rowCount } = await client.query(
    `select from pg_index join pg_class on pg_class.oid = indexrelid
    where relname = $1 and pg_table_is_visible(pg_class.oid) and not indisvalid`,
    [name],
  );
  if (rowCount) await client.query(`drop index concurrently "${name}"`);
  await client.query(statement);
}
