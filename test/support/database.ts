import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { inject } from "vitest";
import { openDatabase, overPGlite, type Database } from "~/db.server";

/**
 * A database of its own for one test file: migrated, empty, thrown away on
 * `close()`. Files that use it are called `*.db.test.ts`; the suite runs them
 * on PGlite always and on PostgreSQL when one is at hand (vitest.config.ts).
 */
export async function openTestDatabase(): Promise<Database> {
  const postgresUrl = inject("postgresUrl");
  return postgresUrl ? openOnPostgres(postgresUrl) : openOnPGlite();
}

async function openOnPGlite(): Promise<Database> {
  const snapshot = new Blob([readFileSync(inject("pgliteSnapshot"))]);
  return overPGlite(await PGlite.create({ loadDataDir: snapshot }));
}

async function openOnPostgres(templateUrl: string): Promise<Database> {
  const template = new URL(templateUrl).pathname.slice(1);
  const name = `kindred_test_${randomUUID().replaceAll("-", "")}`;
  const admin = adminUrl(templateUrl);
  await runSql(admin, `create database ${name} template ${template}`);
  const url = new URL(templateUrl);
  url.pathname = `/${name}`;
  const database = await openDatabase({ driver: "postgres", url: url.href, poolSize: 6 });
  return {
    ...database,
    async close() {
      await database.close();
      await runSql(admin, `drop database if exists ${name} with (force)`);
    },
  };
}

function adminUrl(url: string): string {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  return admin.href;
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}
