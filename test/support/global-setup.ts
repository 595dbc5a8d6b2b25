import { execFile } from "node:child_process";
import { promisify } from "node:util";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { listCopies } from "./copy-postgres";
import { migratedPGlite } from "./migrated-pglite";
import { addPseudoLanguage } from "./pseudo-language";
import { findPostgres } from "./find-postgres";
import { overSocket } from "./over-socket";

declare module "vitest" {
  export interface ProvidedContext {
    /** A data directory of a migrated PGlite, as a tar file; "" on PostgreSQL. */
    pgliteSnapshot: string;
    /** A migrated PostgreSQL database to copy, or "" on PGlite. */
    postgresUrl: string;
  }
}

/** Names the database to copy once a project has created it, since each project loads this file for itself. */
const TEMPLATE = "KINDRED_TEST_TEMPLATE";
const BUILD_EXTENSIONS = `
  import { buildExtensions } from "./test/support/build-extensions.ts";
  buildExtensions();`;

/** Creates the templates that tests copy: migrated databases, built extensions, a language of long words. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.name !== "journeys") return setupDatabases(project);
  // Built before the tests, because a build blocks its process so long that connections within it time out.
  const extensions = promisify(execFile)(process.execPath, [
    "--input-type=module",
    "--eval",
    BUILD_EXTENSIONS,
  ]);
  const removePseudoLanguage = await addPseudoLanguage();
  const [dropDatabases] = await Promise.all([setupDatabases(project), extensions]);
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
  const made = process.env[TEMPLATE];
  const isMade = server !== null && made !== undefined;
  const template = server && !isMade ? await createTemplate(await overSocket(server)) : null;
  project.provide("postgresUrl", template?.url ?? (isMade ? made : ""));
  return template?.drop ?? (() => Promise.resolve());
}

/** Loads the app's jobs, whose queues a database has, which costs seconds: once for all projects. */
async function createTemplate(server: string) {
  const { openDatabase } = await import("~/db.server");
  const { prepareDatabase } = await import("./prepare-database");
  const name = `kindred_template_${process.pid}`;
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
  process.env[TEMPLATE] = url.href;
  return {
    url: url.href,
    async drop() {
      Reflect.deleteProperty(process.env, TEMPLATE);
      const { rows } = await admin.query<{ datname: string }>(
        "select datname from pg_database where starts_with(datname, $1)",
        [listCopies(url.href)],
      );
      for (const { datname } of rows) await drop(datname);
      await drop(name);
      await admin.end();
    },
  };
}
