import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

const FOLDERS = ["/var/run/postgresql", "/tmp"];

/**
 * A local PostgreSQL server's URL over its Unix socket, where a statement takes about a quarter less CPU time of both
 * sides than over TCP. The given URL if the server has no socket that accepts us.
 */
export async function overSocket(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  if (!["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return url;
  const startedAt = await startOf(url);
  if (startedAt === null) return url;
  for (const folder of FOLDERS) {
    if (!existsSync(join(folder, `.s.PGSQL.${port || "5432"}`))) continue;
    const other = new URL(url);
    other.searchParams.set("host", folder);
    // Another server may listen there on the same port number.
    if ((await startOf(other.href)) === startedAt) return other.href;
  }
  return url;
}

/** When the server started, which identifies it on its machine; null if it does not accept us. */
async function startOf(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    const sql = "select pg_postmaster_start_time()::text as at";
    return (await client.query<{ at: string }>(sql)).rows[0]?.at ?? null;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
