import { randomUUID } from "node:crypto";
import pg from "pg";

/** Names of databases that a run's global set-up drops begin so. */
export const copiesOf = (templateUrl: string) => `${nameOf(templateUrl)}_copy_`;

/** Copies a PostgreSQL database for a process that cannot drop it at its end. @returns where the copy is */
export async function copyPostgres(templateUrl: string): Promise<string> {
  const name = `${copiesOf(templateUrl)}${randomUUID().slice(0, 8)}`;
  const admin = new pg.Client({ connectionString: withName(templateUrl, "postgres") });
  await admin.connect();
  try {
    await admin.query(`create database ${name} template ${nameOf(templateUrl)}`);
  } finally {
    await admin.end();
  }
  return withName(templateUrl, name);
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

function withName(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
