// The first: its handlers are there while the others are loaded.
import { stopOnSignal } from "./stop-on-signal.ts";
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
import type { ServerBuild } from "@remix-run/node";
import { createApp } from "./create-app.ts";
import { trackRequests } from "./finish-requests.ts";
import { createGuardedServer, listenOn } from "./guarded-server.ts";

/**
 * `npm start`: serves the built app, and drains the queues in the same process
 * where the configuration says so. `npm run worker`: drains the queues only.
 */
const BUILD = new URL("../build/server/index.js", import.meta.url);

interface Runtime {
  readonly port: number;
  /** null: all addresses of the machine. */
  readonly host: string | null;
  readonly trustedProxies: readonly string[];
  trackRequest(): () => void;
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

// What was compiled once is read at the next start, which is a tenth sooner by it.
enableCompileCache();

// V8 lets a heap grow several times before it collects what is old, on a large machine the more. Under load that is
// hundreds of megabytes of nothing; collected sooner, memory stays flat at no cost that could be measured.
setFlagsFromString("--heap-growing-percent=60");

// Before the build is loaded: React and Remix choose their production code by it.
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
    // Requests first: they need the database and the queue.
    await finishRequests();
    await runtime.stop();
  });
}

/** @returns what refuses new requests and waits for those under way */
async function serve(
  build: ServerBuild,
  { port, host, trackRequest, trustedProxies, logError }: Runtime,
) {
  const app = createApp(build, {
    ...{ clientFolder: "build/client", trackRequest, trustedProxies },
    logError: (error) => logError(error, "request failed"),
  });
  const server = createGuardedServer(app);
  const finishRequests = trackRequests(server);
  await listenOn(server, { port, host });
  console.log(`Kindred listens on port ${port} of ${host ?? "all addresses"}`);
  return finishRequests;
}

start().catch((error: unknown) => {
  // A configuration that is missing is a list for a person to read, not a stack.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
