import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CHECKS } from "~/db-checks.server";

export interface MigratedPGlite {
  /** A data directory, for an app that starts on a copy of it. */
  readonly folder: string;
  /** The same as a tar file, for a database in memory. */
  readonly snapshot: string;
}

const CACHE = "node_modules/.cache/kindred";

/** An empty PGlite with every migration, created once and cached until a migration, a policy or a queue changes. */
export async function migratedPGlite(): Promise<MigratedPGlite> {
  const path = join(CACHE, `pglite-${fingerprint()}`);
  if (!existsSync(path)) await make(path);
  return { folder: join(path, "db"), snapshot: join(path, "db.tar") };
}

async function make(path: string): Promise<void> {
  const { PGlite } = await import("@electric-sql/pglite");
  const { overPGlite } = await import("~/db.server");
  const { prepareDatabase } = await import("./prepare-database");
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const pglite = await PGlite.create(join(unfinished, "db"));
  const database = overPGlite(pglite, () => null);
  await prepareDatabase(database);
  const dump = await pglite.dumpDataDir("none");
  writeFileSync(join(unfinished, "db.tar"), Buffer.from(await dump.arrayBuffer()));
  await database.close();
  renameSync(unfinished, path);
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
    "app/db-views.server.ts",
    "app/jobs/queue.pg-boss.server.ts",
    "app/job-registry.server.ts",
  ]) {
    hash.update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 16);
}
