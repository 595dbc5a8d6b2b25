import pg from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "~/db.server";
import { migratedPGlite } from "./migrated-pglite";
import { postgresAtHand } from "./postgres-at-hand";
import { prepareDatabase } from "./prepare-database";

declare module "vitest" {
  export interface ProvidedContext {
    /** A data directory of a migrated PGlite, as a tar file; "" on PostgreSQL. */
    pgliteSnapshot: string;
    /** A migrated PostgreSQL database to copy, or "" on PGlite. */
    postgresUrl: string;
  }
}

/** Makes the migrated databases that test files and apps start from a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.name === "postgres") return setupPostgres(project);
  project.provide("postgresUrl", "");
  project.provide("pgliteSnapshot", (await migratedPGlite()).snapshot);
  return () => Promise.resolve();
}

async function setupPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await postgresAtHand();
  if (!server) throw new Error("No PostgreSQL answers; the postgres project should not have run");
  const name = `kindred_template_${process.pid}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  // What is thrown away needs no disk: a commit here is seen by all, and lost only with the server's machine.
  url.searchParams.set("options", "-c synchronous_commit=off");
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const database = await openDatabase({ driver: "postgres", url: url.href, poolSize: 2 });
  await prepareDatabase(database);
  await database.close();
  project.provide("postgresUrl", url.href);
  project.provide("pgliteSnapshot", "");
  return async () => {
    // The template, and what test files made of it (test/support/database.ts).
    const { rows } = await admin.query<{ datname: string }>(
      "select datname from pg_database where starts_with(datname, $1)",
      [name],
    );
    for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`);
    await admin.end();
  };
}
