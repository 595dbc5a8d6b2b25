import pg from "pg";

/** What PostgreSQL writes to its log for one database. */
export interface WalCounter {
  /** Where the log ends now. */
  position(): Promise<string>;
  /** Bytes between two positions, without images of pages: they come after each checkpoint, so they depend on when it was. */
  bytesBetween(from: string, to: string): Promise<number>;
  end(): Promise<void>;
}

/** Null where the server cannot show its log: `pg_walinspect` is missing, or the user is no superuser. */
export async function openWalCounter(databaseUrl: string): Promise<WalCounter | null> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("create extension if not exists pg_walinspect");
  } catch {
    await client.end();
    return null;
  }
  return {
    async position() {
      const { rows } = await client.query<{ position: string }>(
        "select pg_current_wal_flush_lsn()::text as position",
      );
      return rows[0]!.position;
    },
    async bytesBetween(from, to) {
      if (from === to) return 0;
      const { rows } = await client.query<{ bytes: number }>(
        `with record as materialized (
           select xid::text, record_length - fpi_length as bytes,
             block_ref ~ (' [0-9]+/' || oid || '/') as is_own, coalesce(block_ref, '') = '' as has_no_table
           from pg_database cross join pg_get_wal_records_info($1::pg_lsn, $2::pg_lsn)
           where datname = current_database())
         -- Of the log of a whole server: what concerns tables of this database, and the commits of the same transactions.
         select coalesce(sum(bytes), 0)::float8 as bytes from record
         where is_own or has_no_table and xid <> '0' and xid in (select xid from record where is_own)`,
        [from, to],
      );
      return rows[0]!.bytes;
    },
    end: () => client.end(),
  };
}
