import { readFileSync } from "node:fs";
import pg from "pg";
import { cpuMs } from "./process-usage";

/** A PostgreSQL server with one database that is measured. */
export interface ServerUsage {
  /** Its processes for that database, whose connections stay open. */
  readonly pids: readonly number[];
  /** Bytes of its log so far, also those of other databases; null on PGlite. */
  readonly walBytes: number | null;
}

/** @param databaseUrl null on PGlite */
export async function observeServer(databaseUrl: string | null): Promise<ServerUsage> {
  if (databaseUrl === null) return { pids: [], walBytes: null };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ pids: number[] | null; walBytes: number }>(
    `select array_agg(pid) as pids, (pg_current_wal_insert_lsn() - '0/0')::float8 as "walBytes"
    from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
  const { pids, walBytes } = rows[0]!;
  return { pids: pids ?? [], walBytes };
}

/** Processor time so far. */
export function sumCpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuMsOrNone(pid), 0);
}

/** Zero for a connection that was closed, or a server on another machine. */
function cpuMsOrNone(pid: number): number {
  try {
    readFileSync(`/proc/${pid}/stat`);
  } catch {
    return 0;
  }
  return cpuMs({ pid });
}
