// Imported first, so that its handlers exist while the others load.
import { stopOnSignal } from "./stop-on-signal.ts";
// Before the settings are read.
import "./load-env.ts";
// Before the packages whose code it caches.
import "./compile-cache.ts";
import { existsSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
import type { ServerBuild } from "@remix-run/node";
import { createApp } from "./create-app.ts";
import type { RequestLog } from "./log-requests.ts";
import { trackRequests } from "./track-requests.ts";
import { createGuardedServer, listenOn } from "./guarded-server.ts";

/**
 * `npm start`: serves the built app, and processes the queues in the same process if configured. `npm run worker`:
 * only processes the queues.
 */
const BUILD = new URL(
  // Beside this program in the bundle (scripts/bundle.ts).
  import.meta.url.endsWith(".ts") ? "../build/server/index.js" : "./index.js",
  import.meta.url,
);

interface Runtime {
  readonly port: number;
  /** null: all addresses of the machine. */
  readonly host: string | null;
  readonly trustedProxies: readonly string[];
  trackRequest(): () => void;
  readonly requestLog: RequestLog;
  logListening(): void;
  logError(error: unknown, what: string): void;
  stop(): Promise<void>;
}
type BuildWithRuntime = ServerBuild & {
  readonly entry: {
    readonly module: {
      startRuntime(role: "web" | "worker"): Promise<Runtime>;
      withAnswers(build: ServerBuild): Promise<ServerBuild>;
    };
  };
};

// V8 lets a heap grow several times before it collects old objects, more so on a large machine. Under load that
// wastes hundreds of megabytes; earlier collection keeps memory flat at no measurable cost.
setFlagsFromString("--heap-growing-percent=60");

// Set before the build is loaded, because React and Remix choose their production code by it.
process.env.NODE_ENV = "production";

const role = process.argv.includes("--worker") ? "worker" : "web";

if (!existsSync(BUILD)) {
  console.error("There is no build. Run `npm run build` first.");
  process.exit(1);
}

async function start(): Promise<void> {
  const build = (await import(BUILD.href)) as BuildWithRuntime;
  const runtime = await build.entry.module.startRuntime(role);
  // Node would write it to standard error unchanged, with any customer data in it.
  process.on("uncaughtException", (error) => {
    runtime.logError(error, "the process ends by an error that nobody caught");
    process.exit(1);
  });
  const { withAnswers } = build.entry.module;
  const finishRequests =
    role === "web" ? await serve(await withAnswers(build), runtime) : () => Promise.resolve();
  stopOnSignal(async () => {
    // Requests first, since they need the database and the queue.
    await finishRequests();
    await runtime.stop();
  });
}

/** @returns a function that refuses new requests and waits for open ones */
async function serve(
  build: ServerBuild,
  { port, host, trackRequest, requestLog, trustedProxies, logError, logListening }: Runtime,
) {
  const app = createApp(build, {
    ...{ clientFolder: "build/client", trackRequest, requestLog, trustedProxies },
    logError: (error) => logError(error, "request failed"),
  });
  const server = createGuardedServer(app);
  const finishRequests = trackRequests(server);
  await listenOn(server, { port, host });
  logListening();
  return finishRequests;
}

// Written now, because a process that is killed writes no cache.
start()
  .then(flushCompileCache)
  .catch((error: unknown) => {
    // Missing configuration is printed as a list, without a stack.
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
