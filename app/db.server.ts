import type { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import type { Pool } from "pg";
import type { Config } from "~/config";
import { PrismaClient, type Prisma } from "~/generated/prisma/client";
import { createScopedPool } from "./db-pool.server";
import { batchByScope, requireScope, type StatementScope } from "./db-scope.server";
import { createStatementNames, withPreparedStatements } from "./db-statements.server";
import { lockFolder } from "./lib/lock-folder.server";
import { openInThread } from "./db-in-thread.server";

/** Inside a transaction. Whoever takes a `Tx` must not use any other connection until it returns: PGlite has one. */
export type Tx = Prisma.TransactionClient;
/** In or out of a transaction. */
export type Db = PrismaClient | Tx;

export interface Database {
  readonly db: PrismaClient;
  /** What lies under Prisma, for the job queue and the migrations. */
  readonly driver:
    | { readonly kind: "pglite"; readonly pglite: PGlite }
    | { readonly kind: "postgres"; readonly pool: Pool; readonly url: string };
  close(): Promise<void>;
}

const CLIENT_OPTIONS = {
  // Transactions wait for each other on PGlite's one connection: the defaults (2 s, 5 s) fail
  // under load that is served in time all the same.
  transactionOptions: { maxWait: 15_000, timeout: 10_000 },
  // The long form quotes the arguments of the call that failed: personal data among them.
  errorFormat: "minimal",
} as const;

/**
 * Opens PostgreSQL, or the embedded PGlite in its folder.
 *
 * @param scopeNow the scope of a statement. Tests and benchmarks, which read and write rows of many shops, pass
 * `findScope`: their statements outside of any scope are the owner's.
 * @throws AppError when another process has the embedded database open
 */
export async function openDatabase(
  settings: Config["database"],
  scopeNow: () => StatementScope | null = requireScope,
): Promise<Database> {
  if (settings.driver === "postgres") {
    const pool = createScopedPool(
      { connectionString: settings.url, max: settings.poolSize },
      scopeNow,
    );
    // The server may end a connection that nobody uses, even one that is being closed here. The pool
    // replaces it when it is needed, but without a listener the process would end.
    pool.on("error", () => undefined);
    // Nor has one a listener of its own while it is in use and asks nothing, as between two statements of
    // a transaction. The next statement fails, and its caller gets the error.
    pool.on("connect", (client) => client.on("error", () => undefined));
    const nameOf = createStatementNames();
    const db = new PrismaClient({
      adapter: new PrismaPg(pool, {
        disposeExternalPool: false,
        statementNameGenerator: ({ sql }) => nameOf(sql),
      }),
      ...CLIENT_OPTIONS,
    });
    batchByScope(db);
    return {
      db,
      driver: { kind: "postgres", pool, url: settings.url },
      async close() {
        await db.$disconnect();
        await pool.end();
      },
    };
  }
  const unlock = lockFolder(settings.folder);
  return overPGlite(await openInThread(settings.folder), scopeNow, unlock);
}

/** A database over a PGlite that is open already. Closing it closes that too. */
export function overPGlite(
  plain: PGlite,
  scopeNow: () => StatementScope | null,
  unlock: () => void = () => undefined,
): Database {
  const { pglite, scoped } = withPreparedStatements(plain);
  const db = new PrismaClient({
    adapter: new PrismaPGlite(scoped(scopeNow)),
    ...CLIENT_OPTIONS,
  });
  batchByScope(db);
  return {
    db,
    driver: { kind: "pglite", pglite },
    async close() {
      await db.$disconnect();
      await pglite.close();
      unlock();
    },
  };
}
