import { cpSync, readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";

const FOLDER = "build/bundle";
/** They read files of their own folder. All other packages are in the bundle, so they are development packages. */
const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
/** Optional packages that nobody installs: a driver in C. */
const ABSENT = ["pg-native"];

// The programs of an installation, each in one file with shared parts. They need no build tools and few packages, and they
// start faster than from a thousand files.
rmSync(FOLDER, { recursive: true, force: true });
await build({
  entryPoints: {
    // Apart from `start`, so that they are evaluated before the parts that it shares with others.
    "stop-on-signal": "scripts/stop-on-signal.ts",
    "load-env": "scripts/load-env.ts",
    "compile-cache": "scripts/compile-cache.ts",
    start: "scripts/start.ts",
    migrate: "scripts/migrate.ts",
    keys: "scripts/keys.ts",
    restore: "scripts/restore.ts",
    "email-pool": "scripts/email-pool.ts",
    route: "scripts/route.ts",
    "move-shop": "scripts/move-shop.ts",
    index: "build/server/index.js",
    thread: "build/server/thread.js",
    "db-thread": "build/server/db-thread.js",
  },
  outdir: FOLDER,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.18",
  chunkNames: "part-[hash]",
  external: [...Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]), ...ABSENT],
  // Packages in CommonJS call it.
  banner: {
    js: 'import { createRequire as createRequireOfBundle } from "node:module"; const require = createRequireOfBundle(import.meta.url);',
  },
  // The licenses of the bundled packages, beside them.
  legalComments: "linked",
  logLevel: "error",
});
cpSync("build/server/locales", `${FOLDER}/locales`, { recursive: true });
// Polaris's texts are read as a package's files, by language.
const polarisLocales = "node_modules/@shopify/polaris/locales";
cpSync(polarisLocales, `${FOLDER}/${polarisLocales}`, { recursive: true });
