import pg from "pg";

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
