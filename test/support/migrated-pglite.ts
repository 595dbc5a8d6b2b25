import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { CHECKS } from "~/db-checks.server";

export interface MigratedPGlite {
  /** A data directory, for an app that starts on a copy of it. */
  readonly folder: string;
  /** The same as a tar file, for a database in memory. */
  readonly snapshot: string;
  /** A PGlite without a table, also as a tar file: it opens in a quarter of the CPU time of a new one. */
  readonly empty: string;
}

const CACHE = "node_modules/.cache/kindred";

/** An empty PGlite with every migration, created once and cached until a migration, a policy or a queue changes. */
export async function migratedPGlite(): Promise<MigratedPGlite> {
  const path = join(CACHE, `pglites-${fingerprint()}`);
  if (!existsSync(path)) await make(path);
  return {
    folder: join(path, "db"),
    snapshot: join(path, "db.tar"),
    empty: join(path, "empty.tar"),
  };
}

/** An empty PGlite in memory, without a table. */
export async function openEmptyPGlite(): Promise<PGlite> {
  const { PGlite } = await import("@electric-sql/pglite");
  const { empty } = await migratedPGlite();
  return PGlite.create({ loadDataDir: new Blob([readFileSync(empty)]) });
}

async function make(path: string): Promise<void> {
  const { PGlite } = await import("@electric-sql/pglite");
  const { overPGlite } = await import("~/db.server");
  const { prepareDatabase } = await import("./prepare-database");
  mkdirSync(CACHE, { recursive: true });
  const unfinished = mkdtempSync(`${path}.`);
  const pglite = await PGlite.create(join(unfinished, "db"));
  const dump = async (name: string) => {
    const tar = await pglite.dumpDataDir("none");
    writeFileSync(join(unfinished, name), Buffer.from(await tar.arrayBuffer()));
  };
  await dump("empty.tar");
  const database = overPGlite(pglite, () => null);
  await prepareDatabase(database);
  await dump("db.tar");
  await database.close();
  try {
    renameSync(unfinished, path);
  } catch (error) {
    // Another thread or process was faster.
    if (!existsSync(path)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}

/** Changes with every migration, policy, check, view and queue definition. */
function fingerprint(): string {
  const hash = createHash("sha256").update(CHECKS);
  const migrations = readdirSync("prisma/migrations", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sql"))
    .sort()
    .map((path) => `prisma/migrations/${path}`);
  for (const path of [
    ...migrations,
    "app/db-policies.server.ts",
    "app/db-due-marks.server.ts",
    "app/db-views.server.ts",
    "app/jobs/queue.pg-boss.server.ts",
    "app/job-registry.server.ts",
  ]) {
    hash.update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}
