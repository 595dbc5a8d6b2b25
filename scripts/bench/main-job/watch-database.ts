import pg from "pg";
import { sumCpuMs } from "./process-usage";

/** What a database does while it is watched. */
export interface DatabaseUsage {
  /** Processor time of its processes, also of those that end meanwhile. */
  readonly cpuMs: number;
  /** Seconds of waiting for rows, advisory locks and the like in each second, of all processes together. */
  readonly waiting: number;
  readonly deadlocks: number;
}

const EVERY_MS = 100;

/**
 * Samples a database until it is stopped.
 *
 * @param everyMs longer than the watch for samples only at its ends: a connection closed in between counts nothing
 */
export async function watchDatabase(
  databaseUrl: string,
  everyMs = EVERY_MS,
): Promise<{ stop(): Promise<DatabaseUsage> }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const read = async () => {
    const { rows } = await client.query<{
      pids: number[];
      waiting: number;
      deadlocks: number;
    }>(
      `select coalesce(array_agg(pid), '{}') as pids,
        (count(*) filter (where wait_event_type = 'Lock'))::int as waiting,
        (select deadlocks::int from pg_stat_database where datname = current_database()) as deadlocks
      from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return rows[0]!;
  };
  const begin = await read();
  const startMs = new Map(begin.pids.map((pid) => [pid, sumCpuMs([pid])]));
  const lastMs = new Map(startMs);
  let samples = 0;
  let waiting = 0;
  const sample = async () => {
    const row = await read();
    samples += 1;
    waiting += row.waiting;
    // A connection that was closed since keeps its last count.
    for (const pid of row.pids) lastMs.set(pid, Math.max(lastMs.get(pid) ?? 0, sumCpuMs([pid])));
    return row;
  };
  let sampling: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    sampling ??= sample().finally(() => (sampling = null));
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await sampling;
      const { deadlocks } = await sample();
      await client.end();
      const cpuMs = [...lastMs].reduce((sum, [pid, ms]) => sum + ms - (startMs.get(pid) ?? 0), 0);
      return {
        cpuMs,
        waiting: waiting / samples,
        deadlocks: deadlocks - begin.deadlocks,
      };
    },
  };
}
