import pg from "pg";
import type { TestProject } from "vitest/node";
import { openDatabase } from "~/db.server";
import { buildExtensions } from "./build-extensions";
import { listCopies } from "./copy-postgres";
import { migratedPGlite } from "./migrated-pglite";
import { addPseudoLanguage } from "./pseudo-language";
import { findPostgres } from "./find-postgres";
import { overSocket } from "./over-socket";
import { prepareDatabase } from "./prepare-database";

declare module "vitest" {
  export interface ProvidedContext {
    /** A data directory of a migrated PGlite, as a tar file; "" on PostgreSQL. */
    pgliteSnapshot: string;
    /** A migrated PostgreSQL database to copy, or "" on PGlite. */
    postgresUrl: string;
  }
}

/** Creates the templates that tests copy: migrated databases, built extensions, a language of long words. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.name !== "journeys") return setupDatabases(project);
  // Built here, because a build blocks its process so long that connections within it time out.
  buildExtensions();
  const removePseudoLanguage = await addPseudoLanguage();
  const dropDatabases = await setupDatabases(project);
  return async () => {
    await dropDatabases();
    await removePseudoLanguage();
  };
}

async function setupDatabases(project: TestProject): Promise<() => Promise<void>> {
  const { snapshot } = await migratedPGlite();
  // Journeys use both: a shared app runs on PostgreSQL if available, separate apps on PGlite.
  const server = project.name === "pglite" ? null : await findPostgres();
  if (project.name === "postgres" && !server) {
    throw new Error("No PostgreSQL answers; the postgres project should not have run");
  }
  project.provide("pgliteSnapshot", project.name === "postgres" ? "" : snapshot);
  if (server) return setupPostgres(project, await overSocket(server));
  project.provide("postgresUrl", "");
  return () => Promise.resolve();
}

async function setupPostgres(project: TestProject, server: string): Promise<() => Promise<void>> {
  const name = `kindred_template_${project.name}_${process.pid}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  // Disposable data needs no disk: a commit here is visible to all, and lost only with the server's machine.
  url.searchParams.set("options", "-c synchronous_commit=off");
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const drop = (it: string) => admin.query(`drop database if exists ${it} with (force)`);
  await drop(name);
  await admin.query(`create database ${name}`);
  const database = await openDatabase({ driver: "postgres", url: url.href, poolSize: 2 });
  await prepareDatabase(database);
  await database.close();
  project.provide("postgresUrl", url.href);
  return async () => {
    const { rows } = await admin.query<{ datname: string }>(
      "select datname from pg_database where starts_with(datname, $1)",
      [listCopies(url.href)],
    );
    for (const { datname } of rows) await drop(datname);
    await drop(name);
    await admin.end();
  };
}
