import type { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import type { Pool } from "pg";
import type { Config } from "~/config";
import { PrismaClient, type Prisma } from "~/generated/prisma/client";
import { SequentialClient } from "./db-client.server";
import { createScopedPool } from "./db-pool.server";
import { observeAdapter, sendRawDirectly } from "./db-raw.server";
import { batchByScope, requireScope, type StatementScope } from "./db-scope.server";
import { createStatementNames, withPreparedStatements } from "./db-statements.server";
import { lockFolder } from "./lib/lock-folder.server";
import { openInThread } from "./db-in-thread.server";

/** Inside a transaction. Code with a `Tx` must not use another connection until it returns: PGlite has only one. */
export type Tx = Prisma.TransactionClient;
/** In or out of a transaction. */
export type Db = PrismaClient | Tx;

export interface Database {
  readonly db: PrismaClient;
  /** The connection below Prisma, for the job queue and the migrations. */
  readonly driver:
    | { readonly kind: "pglite"; readonly pglite: PGlite }
    | { readonly kind: "postgres"; readonly pool: Pool; readonly url: string };
  close(): Promise<void>;
}

const CLIENT_OPTIONS = {
  // Transactions wait for each other on PGlite's one connection: the defaults (2 s, 5 s) fail under a load that it
  // still serves in time.
  transactionOptions: { maxWait: 15_000, timeout: 10_000 },
  // The long form quotes the failed call's arguments, including personal data.
  errorFormat: "minimal",
} as const;

/**
 * Opens PostgreSQL, or the embedded PGlite in its folder.
 *
 * @param scopeNow the scope of a statement. Tests and benchmarks, which access many shops, pass `findScope`: their statements outside a scope run as the owner.
 * @throws AppError when another process has the embedded database open
 */
export async function openDatabase(
  settings: Config["database"],
  scopeNow: () => StatementScope | null = requireScope,
): Promise<Database> {
  if (settings.driver === "postgres") {
    const pool = createScopedPool(
      { connectionString: settings.url, max: settings.poolSize, Client: SequentialClient },
      scopeNow,
    );
    // The server may close an idle connection, even while the pool closes it. The pool replaces it on demand, but
    // without a listener the process would exit.
    pool.on("error", () => undefined);
    // A connection in use also has no listener while it is idle, such as between two statements of a transaction. The
    // next statement fails, and its caller gets the error.
    pool.on("connect", (client) => client.on("error", () => undefined));
    const nameOf = createStatementNames();
    const adapter = new PrismaPg(pool, {
      disposeExternalPool: false,
      statementNameGenerator: ({ sql }) => nameOf(sql),
    });
    const db = createClient(adapter);
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

function createClient(adapter: Parameters<typeof observeAdapter>[0]): PrismaClient {
  const connection = observeAdapter(adapter);
  const db = new PrismaClient({ adapter: connection.adapter, ...CLIENT_OPTIONS });
  batchByScope(db);
  return sendRawDirectly(db, connection);
}

/** Wraps an open PGlite. Closing the result closes it too. */
export function overPGlite(
  plain: PGlite,
  scopeNow: () => StatementScope | null,
  unlock: () => void = () => undefined,
): Database {
  const { pglite, scoped } = withPreparedStatements(plain);
  const db = createClient(new PrismaPGlite(scoped(scopeNow)));
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
