import { spawn, type ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { cpuMs } from "../../scripts/bench/main-job/process-usage";

export interface AppOptions {
  readonly port: number;
  /** Folder of the database, the outbox, the keys and the log. */
  readonly dataFolder: string;
  /** URLs of the local Shopify and its App Bridge. */
  readonly shopify: { readonly origin: string; readonly appBridgeUrl: string };
  readonly clockFile: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `worker` processes the queues and serves nothing. Default: `web`. */
  readonly role?: "web" | "worker";
  /** Options of Node. Default: none. */
  readonly nodeOptions?: readonly string[];
}

export interface AppProcess {
  readonly url: string;
  readonly logFile: string;
  /** Shopify's signing secret. */
  readonly apiSecret: string;
  readonly pid: number;
  /** Ends it: SIGTERM lets it finish its work, SIGKILL does not. */
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
  /** Resolves when the process ends by itself. */
  readonly exited: Promise<number | null>;
}

export const APP_KEY = "kindred-local-key";
/** Number of checks, at most ten per second, of a start without progress. */
const MAX_IDLE_LOOKS = 1_800;
/** Less CPU time between two checks is no progress. */
const WORK_MS = 200;
/** A start takes about five seconds of CPU time. */
const MAX_START_CPU_MS = 300_000;

/** Runs the built app in a separate process, against the local Shopify. */
export async function startApp(options: AppOptions): Promise<AppProcess> {
  const url = `http://127.0.0.1:${options.port}`;
  mkdirSync(options.dataFolder, { recursive: true });
  const logFile = join(options.dataFolder, "app.log");
  const role = options.role ?? "web";
  const nodeOptions = ["--import", "./test/shopify/preload.mjs", ...(options.nodeOptions ?? [])];
  const child = spawn(
    process.execPath,
    [...nodeOptions, "build/bundle/start.js", ...(role === "worker" ? ["--worker"] : [])],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        KINDRED_DEMO: "1",
        KINDRED_DATA: options.dataFolder,
        KINDRED_CLOCK_FILE: options.clockFile,
        KINDRED_SHOPIFY_SIM: options.shopify.origin,
        APP_BRIDGE_URL: options.shopify.appBridgeUrl,
        SHOPIFY_API_KEY: APP_KEY,
        // The data folder's secret, regardless of the shell's environment.
        SHOPIFY_API_SECRET: "",
        SHOPIFY_APP_URL: url,
        PORT: String(options.port),
        // Many run at a time, and PostgreSQL allows a hundred connections by default.
        DATABASE_POOL: "3",
        ...options.env,
      },
    },
  );
  // Otherwise it would keep running when this process fails.
  const endWithThisProcess = () => child.kill("SIGKILL");
  process.once("exit", endWithThisProcess);
  const log = createWriteStream(logFile, { flags: "a" });
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      log.write(chunk);
      tail = (tail + chunk.toString()).slice(-4_000);
    });
  }
  // When its output is closed too, so that the log is complete.
  const exited = once(child, "close").then(async ([code]) => {
    process.off("exit", endWithThisProcess);
    log.end();
    await finished(log);
    return code as number | null;
  });
  const isUp = role === "web" ? () => answers(url) : () => tail.includes('"msg":"started"');
  try {
    await waitUntil(isUp, child, () => tail);
  } catch (error) {
    // An app that starts later would keep its port and its folder unnoticed.
    child.kill("SIGKILL");
    await exited;
    throw error;
  }
  return {
    url,
    logFile,
    apiSecret: loadOrCreateLocalSecret(options.dataFolder),
    pid: child.pid!,
    exited,
    async kill(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** Waits for the start as long as the process uses CPU time, since seconds mean little on a busy machine. */
async function waitUntil(
  isUp: () => boolean | Promise<boolean>,
  child: ChildProcess,
  tail: () => string,
): Promise<void> {
  let idleLooks = 0;
  let workedMs = 0;
  while (!(await isUp())) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The app ended at its start:\n${tail()}`);
    const usedMs = readCpuMs(child.pid!);
    // A process that waits forever still runs its timers.
    if (usedMs >= workedMs + WORK_MS) [idleLooks, workedMs] = [0, usedMs];
    else idleLooks += 1;
    if (idleLooks >= MAX_IDLE_LOOKS || usedMs >= MAX_START_CPU_MS) {
      throw new Error(`Waited for the app to answer, and it did nothing more:\n${tail()}`);
    }
    await sleep(100);
  }
}

/** A process's CPU time; 0 if the system does not report it. */
function readCpuMs(pid: number): number {
  try {
    return cpuMs({ pid });
  } catch {
    return 0;
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
}

/**
 * Below the ephemeral ports, so that the system does not assign it before its requester uses it, and above 10080, which
 * fetch refuses (https://fetch.spec.whatwg.org/#port-blocking).
 */
const anyPort = () => randomInt(10_081, 32_000);

/** A free port: the wanted one if possible, else any. */
export async function freePort(wanted = anyPort()): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return freePort();
  }
  server.close();
  await once(server, "close");
  return wanted;
}
