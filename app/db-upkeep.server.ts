import type { Database } from "./db.server";

/** Does for PGlite what autovacuum and the checkpointer do for a PostgreSQL server. */
export interface Upkeep {
  /** Ends it; resolves when what is under way is done. */
  stop(): Promise<void>;
}

interface Intervals {
  readonly checkEveryMs: number;
  readonly checkpointMs: number;
  readonly vacuumMs: number;
}

/** A server checkpoints as often (`checkpoint_timeout`). */
const INTERVALS: Intervals = { checkEveryMs: 1_000, checkpointMs: 300_000, vacuumMs: 3_600_000 };
/** Below this many pages (8 kB) any plan is quick. */
const SMALL_PAGES = 16;
/** A table that is so many times as large as when its statistics were taken has outgrown them. */
const OUTGROWN_TIMES = 2;
/** No plan rests on what is in such columns, and to sort thousands of documents takes seconds. */
const UNPLANNED_TYPES = "{json,jsonb,bytea}";

/**
 * Keeps PGlite's statistics and tables in order; null on PostgreSQL, which does so itself.
 *
 * What was planned over an empty table, the checks of foreign keys among it, is kept until
 * statistics say otherwise: without them a first back-fill read whole tables for every row, and
 * the lines of 500 orders took 2 s to insert instead of .07 s. Without vacuum the old versions
 * of rows that are updated often stay for ever. Without checkpoints the log keeps all that was
 * ever written, and whoever opens the folder after a crash replays it.
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
