import { randomUUID } from "node:crypto";
import pg from "pg";

/** Name prefix of databases that the run's global set-up drops. */
export const listCopies = (templateUrl: string) => `${nameOf(templateUrl)}_copy_`;

/**
 * Copies a PostgreSQL database for a process that cannot drop it at its end.
 * @returns the copy's URL
 */
export async function copyPostgres(templateUrl: string): Promise<string> {
  const name = `${listCopies(templateUrl)}${randomUUID().slice(0, 8)}`;
  await queryServer(templateUrl, `create database ${name} template ${nameOf(templateUrl)}`);
  return withName(templateUrl, name);
}

/** Queries a database's server without a connection to that database. */
async function queryServer(
  url: string,
  sql: string,
  values: readonly string[] = [],
): Promise<unknown[]> {
  const admin = new pg.Client({ connectionString: withName(url, "postgres") });
  await admin.connect();
  try {
    return (await admin.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await admin.end();
  }
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

function withName(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
