import type { Database } from "./db.server";

/** Does for PGlite what autovacuum and the checkpointer do for a PostgreSQL server. */
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
const INTERVALS: Intervals = { checkEveryMs: 1_000, checkpointMs: 300_000, vacuumMs: 3_600_000 };
/** Below this many pages (8 kB) any plan is quick. */
const SMALL_PAGES = 16;
/** A table that grew by this factor since its statistics were taken needs new ones. */
const OUTGROWN_TIMES = 2;
/** No plan uses statistics of such columns, and sorting thousands of documents takes seconds. */
const UNPLANNED_TYPES = "{json,jsonb,bytea}";

/**
 * Maintains PGlite's statistics and tables; null on PostgreSQL, which does so itself. Plans made on empty tables,
 * including foreign key checks, are kept until the statistics change: without them a first back-fill scanned whole
 * tables per row, and inserting the lines of 500 orders took 2 s instead of 0.07 s. Without vacuum, old versions of
 * frequently updated rows stay forever. Without checkpoints the log keeps every write and is replayed after a crash.
 */
export function startUpkeep(
  { driver }: Pick<Database, "driver">,
  onError: (error: unknown) => void,
  { checkEveryMs, checkpointMs, vacuumMs }: Intervals = INTERVALS,
): Upkeep | null {
  if (driver.kind !== "pglite") return null;
  const { pglite } = driver;
  let underWay: Promise<void> | null = null;
  let vacuumAtMs = performance.now() + vacuumMs;
  let checkpointAtMs = performance.now() + checkpointMs;

  async function keepUp(): Promise<void> {
    if (performance.now() >= vacuumAtMs) {
      vacuumAtMs = performance.now() + vacuumMs;
      await pglite.query("vacuum (analyze)");
      return;
    }
    if (performance.now() >= checkpointAtMs) {
      checkpointAtMs = performance.now() + checkpointMs;
      await pglite.query("checkpoint");
    }
    const { rows } = await pglite.query<{ name: string; columns: string }>(
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
    for (const { name, columns } of rows) await pglite.query(`analyze ${name} (${columns})`);
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
    },
  };
}
