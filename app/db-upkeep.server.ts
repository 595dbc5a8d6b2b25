import { Pool } from "pg";
import type { Database } from "./db.server";

/** Keeps the planner's statistics of growing tables current, and does for PGlite what a server's own processes do. */
export interface Upkeep {
  /** Stops it; resolves once pending work is done. */
  stop(): Promise<void>;
}

interface Intervals {
  readonly checkEveryMs: number;
  readonly checkpointMs: number;
  readonly vacuumMs: number;
}

/** Equals a server's default `checkpoint_timeout`. */
const ON_PGLITE: Intervals = { checkEveryMs: 1_000, checkpointMs: 300_000, vacuumMs: 3_600_000 };
/** A server's own processes do the rest. */
const ON_SERVER: Intervals = { checkEveryMs: 5_000, checkpointMs: Infinity, vacuumMs: Infinity };
/** Below this many pages (8 kB) any plan is quick. */
const SMALL_PAGES = 16;
/** A table that grew by this factor since its statistics were taken needs new ones. */
const OUTGROWN_TIMES = 2;
/** No plan uses statistics of such columns, and sorting thousands of documents takes seconds. */
const UNPLANNED_TYPES = "{json,jsonb,bytea}";
/** So that a server that does not answer cannot keep the process from stopping. */
const TIMEOUTS = { connectionTimeoutMillis: 5_000, query_timeout: 20_000 };

/** Runs statements as the owner of the tables. */
interface Owner {
  query(sql: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

/**
 * Plans made on empty tables, including foreign key checks, are kept until the statistics change. Without statistics a
 * first back-fill scanned the shop's orders per line: inserting the lines of 125 orders took 1.2 s, after 3,000 orders,
 * instead of 0.02 s. A server's autovacuum looks once a minute, which is later than the end of most back-fills; PGlite
 * has none, so there old versions of frequently updated rows would also stay forever, and without checkpoints the log
 * would keep every write and be replayed after a crash.
 */
export function startUpkeep(
  { driver }: Pick<Database, "driver">,
  onError: (error: unknown) => void,
  intervals: Intervals = driver.kind === "pglite" ? ON_PGLITE : ON_SERVER,
): Upkeep {
  const { checkEveryMs, checkpointMs, vacuumMs } = intervals;
  const { owner, disconnect } = connectAsOwner(driver);
  let underWay: Promise<void> | null = null;
  let vacuumAtMs = performance.now() + vacuumMs;
  let checkpointAtMs = performance.now() + checkpointMs;

  async function keepUp(): Promise<void> {
    if (performance.now() >= vacuumAtMs) {
      vacuumAtMs = performance.now() + vacuumMs;
      await owner.query("vacuum (analyze)");
      return;
    }
    if (performance.now() >= checkpointAtMs) {
      checkpointAtMs = performance.now() + checkpointMs;
      await owner.query("checkpoint");
    }
    await analyzeOutgrown(owner);
  }

  const timer = setInterval(() => {
    underWay ??= keepUp()
      .catch(onError)
      .finally(() => (underWay = null));
  }, checkEveryMs);

  return {
    async stop() {
      clearInterval(timer);
      await underWay;
      await disconnect();
    },
  };
}

function connectAsOwner(driver: Database["driver"]) {
  if (driver.kind === "pglite") {
    return { owner: driver.pglite as Owner, disconnect: () => Promise.resolve() };
  }
  // A connection of its own: those of the app have the role of a shop, which may not analyze a table.
  const pool = new Pool({ connectionString: driver.url, max: 1, ...TIMEOUTS });
  // It connects again with the next statement.
  pool.on("error", () => undefined);
  return { owner: pool as Owner, disconnect: () => pool.end() };
}

async function analyzeOutgrown(owner: Owner): Promise<void> {
  const { rows } = await owner.query(
    `select oid::regclass::text as name, (
       select string_agg(quote_ident(attname), ', ') from pg_attribute
       where attrelid = pg_class.oid and attnum > 0 and not attisdropped
         and not atttypid = any($3::regtype[])) as columns
     from pg_class
     where relkind = 'r' and relnamespace in ('public'::regnamespace, to_regnamespace('pgboss'))
       and pg_relation_size(oid) / 8192 > $1::int
       and pg_relation_size(oid) / 8192 > $2::int * relpages`,
    [SMALL_PAGES, OUTGROWN_TIMES, UNPLANNED_TYPES],
  );
  for (const { name, columns } of rows as { name: string; columns: string }[]) {
    // If another process is at it, its result serves all.
    await owner.query(`analyze (skip_locked) ${name} (${columns})`);
  }
}
