// The first: its handlers are there while the others are loaded.
import { stopOnSignal } from "./stop-on-signal.ts";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { setFlagsFromString } from "node:v8";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express from "express";
import { trackRequests } from "./finish-requests.ts";
import { createGuardedServer } from "./guarded-server.ts";
import { straightAnswer } from "./straight-answer.ts";

/**
 * `npm start`: serves the built app, and drains the queues in the same process
 * where the configuration says so. `npm run worker`: drains the queues only.
 */
const BUILD = new URL("../build/server/index.js", import.meta.url);

interface Runtime {
  readonly port: number;
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
  const { withAnswers } = build.entry.module;
  const finishRequests =
    role === "web" ? await serve(await withAnswers(build), runtime.port) : () => Promise.resolve();
  stopOnSignal(async () => {
    // Requests first: they need the database and the queue.
    await finishRequests();
    await runtime.stop();
  });
}

/** @returns what refuses new requests and waits for those under way */
async function serve(build: ServerBuild, port: number) {
  const app = express();
  app.disable("x-powered-by");
  // Behind a proxy the protocol and the host of a request are what the proxy was asked for. One proxy is
  // believed: what a sender itself writes before it is not.
  app.set("trust proxy", 1);
  // Written here whatever the sender wrote: requests are counted by it.
  app.use((request, _response, next) => {
    request.headers["x-client-address"] = request.ip;
    next();
  });
  app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: "1y" }));
  app.use(express.static("build/client", { maxAge: "1h" }));
  app.get("/c/:token", straightAnswer(build, "routes/c.$token"));
  app.get("/o/:token", straightAnswer(build, "routes/o.$token"));
  app.all("*", createRequestHandler({ build }));

  const server = createGuardedServer(app);
  const finishRequests = trackRequests(server);
  server.listen(port);
  await once(server, "listening");
  console.log(`Kindred listens on port ${port}`);
  return () => finishRequests();
}

start().catch((error: unknown) => {
  // A configuration that is missing is a list for a person to read, not a stack.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
