import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
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
      await dropDatabase(admin, name);
    },
  };
}

/** Connections that are closed here may be open on the server for a moment yet; to cut them would be an error of theirs. */
async function dropDatabase(admin: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await runSql(admin, `drop database if exists ${name}`);
      return;
    } catch (error) {
      const isInUse = (error as { code?: string }).code === "55006";
      if (!isInUse || attempt === 40) throw error;
      await setTimeout(50);
    }
  }
}

function adminUrl(url: string): string {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  return admin.href;
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
