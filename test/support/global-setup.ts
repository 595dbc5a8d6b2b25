import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "~/db-migrations.server";
import { openDatabase, overPGlite } from "~/db.server";
import { JOBS } from "~/jobs/registry.server";
import { startPgBossQueue } from "~/jobs/queue.pg-boss.server";
import { postgresAtHand } from "./postgres-at-hand";

declare module "vitest" {
  export interface ProvidedContext {
    /** A data directory of a migrated PGlite. */
    pgliteSnapshot: string;
    /** A migrated PostgreSQL database to copy, or "" on PGlite. */
    postgresUrl: string;
  }
}

const CACHE = "node_modules/.cache/kindred";

/** Makes the migrated databases that each test file starts from a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.name === "postgres") return setupPostgres(project);
  project.provide("postgresUrl", "");
  project.provide("pgliteSnapshot", await pgliteSnapshot());
  return () => Promise.resolve();
}

async function pgliteSnapshot(): Promise<string> {
  const path = `${CACHE}/pglite-${fingerprint()}.tar`;
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  const pglite = await PGlite.create();
  const database = overPGlite(pglite);
  await prepare(database);
  const dump = await pglite.dumpDataDir("none");
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, Buffer.from(await dump.arrayBuffer()));
  renameSync(unfinished, path);
  await database.close();
  return path;
}

async function setupPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await postgresAtHand();
  if (!server) throw new Error("No PostgreSQL answers; the postgres project should not have run");
  const name = `kindred_template_${process.pid}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  const database = await openDatabase({ driver: "postgres", url: url.href, poolSize: 2 });
  await prepare(database);
  await database.close();
  project.provide("postgresUrl", url.href);
  project.provide("pgliteSnapshot", "");
  return async () => {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  };
}

async function prepare(database: Awaited<ReturnType<typeof openDatabase>>): Promise<void> {
  await applyMigrations(database);
  const queue = await startPgBossQueue(
    database,
    JOBS.map(({ name }) => name),
    (error) => {
      throw error;
    },
  );
  await queue.stop();
}

/** Changes whenever a migration or a queue's definition does. */
function fingerprint(): string {
  const hash = createHash("sha256");
  const migrations = readdirSync("prisma/migrations", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sql"))
    .sort()
    .map((path) => `prisma/migrations/${path}`);
  for (const path of [
    ...migrations,
    "app/jobs/queue.pg-boss.server.ts",
    "app/jobs/registry.server.ts",
  ]) {
    hash.update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}
