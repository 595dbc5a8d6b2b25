import { existsSync, globSync } from "node:fs";

const DATABASE = "test/**/*.db.test.ts";
/** Tests of the databases themselves, and of security requirements that each database must meet. */
const ON_BOTH =
  /^test\/(stores|jobs|faults|security\/(02|05|07|08|11|12))|^test\/db-|^test\/segments\/sql-is-memory/;

/**
 * The database tests that run on both databases: those of faults, of the queue, of every store function, and those
 * that mirror a store or a job in `app/`. The others use the same stores, so one database is enough.
 */
export function listFilesForBothDatabases(): string[] {
  return globSync(DATABASE).filter((path) => {
    const mirrored = path.replace(/^test/, "app").replace(/\.db\.test\.ts$/, "");
    return (
      ON_BOTH.test(path) ||
      existsSync(`${mirrored}.job.server.ts`) ||
      (mirrored.endsWith("-store") && existsSync(`${mirrored}.server.ts`))
    );
  });
}
