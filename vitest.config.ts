import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import tsconfigPaths from "vite-tsconfig-paths";
import { defineConfig } from "vitest/config";
import { bundleThread } from "./test/support/bundle-thread";
import { listFilesForBothDatabases } from "./test/support/database-files";
import { IS_DEEP } from "./test/support/is-deep";
import { LongestFilesFirst } from "./test/support/longest-files-first";
import { findPostgres } from "./test/support/find-postgres";
import { SHORT_LIVED } from "./test/support/short-lived";

const DATABASE = "test/**/*.db.test.ts";
const JOURNEYS = ["test/journeys/**/*.test.ts", "test/security/*.journey.test.ts"];
const BROWSER = "test/browser/**/*.test.ts";
const globalSetup = ["test/support/global-setup.ts"];
const setupFiles = ["test/support/repeatable-properties.ts"];

// One seed for all files of the run, printed so that the run can be repeated.
if (process.env.PROPERTY_SEED === "random" || (IS_DEEP && !process.env.PROPERTY_SEED)) {
  process.env.PROPERTY_SEED = String(randomInt(2 ** 31));
  console.log(`PROPERTY_SEED=${process.env.PROPERTY_SEED}`);
}

// Temporary files of tests and of the apps that they start, removed together: a worker process that is ended cannot.
// Each project reads this file again.
if (process.env.KINDRED_TEST_FILES === undefined) {
  const folder = mkdtempSync(join(tmpdir(), "kindred-tests-"));
  Object.assign(process.env, { KINDRED_TEST_FILES: folder, TMPDIR: folder });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}

const hasPostgres = (await findPostgres()) !== null;

// Journeys wait for apps, browsers and clocks more than they compute, so three of them keep a core busy. The other files
// compute, and each of their processes loads the whole app first.
const WAITING = {
  maxWorkers: Math.min(6, 3 * availableParallelism()),
  sequence: { groupOrder: 0 },
};
const COMPUTING = { maxWorkers: availableParallelism() + 1, sequence: { groupOrder: 1 } };

/** Files share modules, and in sequence the databases of their process. */
const onADatabase = {
  ...COMPUTING,
  isolate: false,
  execArgv: [...SHORT_LIVED],
  globalSetup,
  setupFiles: [...setupFiles, "test/support/delegate-shopify-fetch.ts"],
};

const projects = [
  {
    extends: true as const,
    test: {
      name: "pure",
      ...COMPUTING,
      // Their modules hold no state, so they can be shared.
      isolate: false,
      include: ["test/**/*.test.{ts,tsx}"],
      exclude: [DATABASE, ...JOURNEYS, BROWSER],
    },
  },
  {
    extends: true as const,
    test: {
      name: "pglite",
      ...onADatabase,
      // Without PostgreSQL, or in a deep run, all of them.
      include: hasPostgres && !IS_DEEP ? listFilesForBothDatabases() : [DATABASE],
    },
  },
  ...(hasPostgres
    ? [{ extends: true as const, test: { name: "postgres", ...onADatabase, include: [DATABASE] } }]
    : []),
  {
    extends: true as const,
    test: {
      name: "journeys",
      ...WAITING,
      // One test may be a long story with many waits, and a set-up starts an app and imports a store.
      testTimeout: 900_000,
      hookTimeout: 900_000,
      // Files of a worker process share an app and a browser (test/support/shared-app.ts).
      isolate: false,
      pool: "forks",
      include: [...JOURNEYS, BROWSER],
      globalSetup,
    },
  },
];

export default defineConfig({
  plugins: [bundleThread(import.meta.dirname), tsconfigPaths()],
  test: {
    projects,
    setupFiles,
    sequence: { sequencer: LongestFilesFirst },
    // End hanging tests, with enough time for a wait to report what it waited for.
    testTimeout: IS_DEEP ? 1_800_000 : 300_000,
    hookTimeout: 300_000,
    // Two minutes of the wall clock, which on a busy machine are one of `waitFor`.
    expect: { poll: { timeout: 120_000, interval: 100 } },
    // The projects share transformed modules, also with the next run.
    experimental: { fsModuleCache: true },
    reporters: ["default", "./test/support/summary-reporter.ts"],
  },
});
