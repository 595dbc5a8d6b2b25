import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { inject } from "vitest";
import { findScope } from "~/db-scope.server";
import { openDatabase, overPGlite, type Database } from "~/db.server";
import { queryServer, copyPostgres, nameOf } from "./copy-postgres";
import { emptyTables } from "./empty-tables";
import { waitFor } from "./wait-for";

/**
 * A migrated, empty database for one test file. `close()` empties it for the next file of the same process, which is
 * many times cheaper than creating another. Files that use it are called `*.db.test.ts`; vitest.config.ts chooses
 * their databases.
 *
 * @param scopeNow is called for each statement
 */
export function openTestDatabase(scopeNow = findScope): Promise<Database> {
  return inject("postgresUrl") ? openPooledPostgres(scopeNow) : openPooledPGlite(scopeNow);
}

/** The same for a file that changes the schema or a queue: it is not reused. */
export async function openOwnDatabase(): Promise<Database> {
  return inject("postgresUrl")
    ? openPostgres(await copyPostgres(inject("postgresUrl")))
    : overPGlite(await createPGlite(), findScope);
}

/** Emptied databases of this process that are not in use. */
const freeUrls: string[] = [];
const freePGlites: PGlite[] = [];

async function openPooledPostgres(scopeNow: typeof findScope): Promise<Database> {
  const url = freeUrls.pop() ?? (await copyPostgres(inject("postgresUrl")));
  const database = await openPostgres(url, scopeNow);
  return {
    ...database,
    async close() {
      await emptyTables((sql) => database.db.$executeRawUnsafe(sql));
      await database.close();
      await waitUntilUnused(url);
      freeUrls.push(url);
    },
  };
}

async function openPooledPGlite(scopeNow: typeof findScope): Promise<Database> {
  const pglite = freePGlites.pop() ?? (await createPGlite());
  const lent = lend(pglite);
  const database = overPGlite(lent.pglite, scopeNow);
  return {
    ...database,
    async close() {
      await database.db.$disconnect();
      await lent.reset();
      // The next user's statement names start from the beginning (app/db-statements.server.ts).
      await pglite.exec("deallocate all; unlisten *");
      await emptyTables((sql) => pglite.exec(sql));
      freePGlites.push(pglite);
    },
  };
}

/** A PGlite that can be revoked: remaining users, such as a queue that was not stopped, get errors. */
function lend(pglite: PGlite): { readonly pglite: PGlite; reset(): Promise<void> } {
  let isBack = false;
  const endListening: (() => Promise<void>)[] = [];
  // Its extensions (app/db-statements.server.ts) belong to this user.
  const own = new Map<PropertyKey, unknown>();
  const lent = new Proxy(pglite, {
    set: (_, key, value) => Boolean(own.set(key, value)),
    get(target, key) {
      if (own.has(key)) return own.get(key);
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return (...values: unknown[]) => {
        if (isBack) throw new Error("This test database is closed");
        const result: unknown = value.apply(target, values);
        if (key === "listen")
          void Promise.resolve(result).then((end) => endListening.push(end as () => Promise<void>));
        return result;
      };
    },
  });
  return {
    pglite: lent,
    async reset() {
      isBack = true;
      for (const end of endListening) await end();
    },
  };
}

async function createPGlite(): Promise<PGlite> {
  return PGlite.create({ loadDataDir: new Blob([readFileSync(inject("pgliteSnapshot"))]) });
}

const openPostgres = (url: string, scopeNow = findScope) =>
  openDatabase({ driver: "postgres", url, poolSize: 6 }, scopeNow);

/**
 * The server may close connections slightly later. A remaining one belongs to something that the file did not stop,
 * which would affect the next file's database.
 */
async function waitUntilUnused(url: string): Promise<void> {
  const listUses = () =>
    queryServer(url, "select application_name, query from pg_stat_activity where datname = $1", [
      nameOf(url),
    ]);
  await waitFor(
    "the connections to a closed database to end",
    async () => ((await listUses()).length === 0 ? true : null),
    listUses,
  );
}
