import pg from "pg";

const LOCAL = "postgresql://postgres@localhost:5432/postgres";

/**
 * The URL of a PostgreSQL server for temporary test databases: `TEST_DATABASE_URL`, else a server on localhost:5432
 * that accepts us, else null.
 */
export async function findPostgres(): Promise<string | null> {
  const url = process.env.TEST_DATABASE_URL ?? LOCAL;
  // Where there is no server, the connection is refused at once; on a busy machine one needs seconds.
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 20_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ ok: boolean }>(
      "select rolcreatedb or rolsuper as ok from pg_roles where rolname = current_user",
    );
    return rows[0]?.ok ? url : null;
  } catch (error) {
    // A configured server must answer; the default one may be missing.
    if (process.env.TEST_DATABASE_URL) throw error;
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
