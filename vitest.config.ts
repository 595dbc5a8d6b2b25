import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
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

const hasPostgres = (await findPostgres()) !== null;

/** Files share modules, and in sequence the databases of their process. */
const onADatabase = {
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
      // One test may be a long story with many waits.
      testTimeout: 900_000,
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
    // More than the cores of a small machine, because tests wait for databases, browsers and other processes. Not many
    // more, because each has an app, a browser and a database of its own.
    maxWorkers: Math.min(6, 2 * availableParallelism()),
    // The projects share transformed modules, also with the next run.
    experimental: { fsModuleCache: true },
    reporters: ["default", "./test/support/summary-reporter.ts"],
  },
});
