import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { inject } from "vitest";
import { findScope } from "~/db-scope.server";
import { openDatabase, overPGlite, type Database } from "~/db.server";
import { copyPostgres } from "./copy-postgres";
import { emptyTables } from "./empty-tables";
import { waitFor } from "./wait-for";

/**
 * A migrated, empty database for one test file. `close()` empties it for the next file of the same process, which is
 * many times cheaper than creating another. Files that use it are called `*.db.test.ts`; vitest.config.ts chooses
 * their databases.
 *
 * @param scopeNow is called for each statement
 */
export async function openTestDatabase(scopeNow = findScope): Promise<Database> {
  const pooled = freeDatabases.pop() ?? (await openForManyFiles());
  pooled.scopeNow = scopeNow;
  const lent = lendDatabase(pooled.database);
  return {
    ...lent.database,
    async close() {
      await lent.revoke();
      pooled.scopeNow = findScope;
      await waitUntilUnused(pooled.database);
      await emptyTables((sql) => pooled.database.db.$executeRawUnsafe(sql));
      freeDatabases.push(pooled);
    },
  };
}

/** The same for a file that changes the schema or a queue: it is not reused. */
export async function openOwnDatabase(): Promise<Database> {
  return inject("postgresUrl")
    ? openPostgres(findScope)
    : overPGlite(await createPGlite(), findScope);
}

/**
 * One file after another uses it. It stays open meanwhile, since each new client compiles its queries again, and each
 * new connection plans its statements again.
 */
interface PooledDatabase {
  readonly database: Database;
  /** The current file's. */
  scopeNow: typeof findScope;
}

/** Empty databases of this process that no file uses. */
const freeDatabases: PooledDatabase[] = [];

async function openForManyFiles(): Promise<PooledDatabase> {
  const held = { scopeNow: findScope };
  const scopeNow = () => held.scopeNow();
  const database = inject("postgresUrl")
    ? await openPostgres(scopeNow)
    : overPGlite(await createPGlite(), scopeNow);
  return Object.assign(held, { database });
}

/** A database that can be revoked: remaining users, such as a queue that was not stopped, get errors. */
function lendDatabase({ db, driver }: Database) {
  const lentDb = lend(db);
  if (driver.kind === "postgres") {
    return {
      database: { db: lentDb.value, driver },
      revoke: () => {
        lentDb.revoke();
        return Promise.resolve();
      },
    };
  }
  const endListening: (() => Promise<void>)[] = [];
  const lentPGlite = lend(driver.pglite, (name, result) => {
    if (name !== "listen") return;
    void Promise.resolve(result).then((end) => endListening.push(end as () => Promise<void>));
  });
  return {
    database: { db: lentDb.value, driver: { ...driver, pglite: lentPGlite.value } },
    async revoke() {
      lentDb.revoke();
      lentPGlite.revoke();
      for (const end of endListening) await end();
      await driver.pglite.exec("unlisten *");
    },
  };
}

/** @param onResult is called with the name and the result of each method call */
function lend<T extends object>(value: T, onResult?: (name: PropertyKey, result: unknown) => void) {
  let isRevoked = false;
  const lent = new Proxy(value, {
    get(target, name) {
      if (isRevoked) throw new Error("This test database is closed");
      const found: unknown = Reflect.get(target, name, target);
      if (typeof found !== "function") return found;
      return (...args: unknown[]) => {
        const result: unknown = found.apply(target, args);
        onResult?.(name, result);
        return result;
      };
    },
  });
  return {
    value: lent,
    revoke() {
      isRevoked = true;
    },
  };
}

async function createPGlite(): Promise<PGlite> {
  return PGlite.create({ loadDataDir: new Blob([readFileSync(inject("pgliteSnapshot"))]) });
}

async function openPostgres(scopeNow: typeof findScope): Promise<Database> {
  const url = await copyPostgres(inject("postgresUrl"));
  return openDatabase({ driver: "postgres", url, poolSize: 6 }, scopeNow);
}

/**
 * Waits until only the idle pool is connected. Another connection belongs to something that the file did not stop,
 * which would affect the next file. The server may close one slightly later than its client.
 */
async function waitUntilUnused({ db, driver }: Database): Promise<void> {
  if (driver.kind === "pglite") return;
  const { pool } = driver;
  const listConnections = () => db.$queryRaw<object[]>`
    select application_name, query from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend'`;
  await waitFor(
    "the connections of others to a closed database to end",
    async () => {
      const isIdle = pool.idleCount === pool.totalCount;
      return isIdle && (await listConnections()).length === pool.totalCount ? true : null;
    },
    listConnections,
  );
}
