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
  /** The database, the outbox, the keys and the log go here. */
  readonly dataFolder: string;
  /** Where the local Shopify answers, and where its App Bridge is. */
  readonly shopify: { readonly origin: string; readonly appBridgeUrl: string };
  readonly clockFile: string;
  readonly env?: Readonly<Record<string, string>>;
  /** `worker` drains the queues and serves nothing. Default: `web`. */
  readonly role?: "web" | "worker";
}

export interface AppProcess {
  readonly url: string;
  readonly logFile: string;
  /** Shopify signs with it. */
  readonly apiSecret: string;
  readonly pid: number;
  /** Ends it: SIGTERM lets it finish what it holds, SIGKILL does not. */
  kill(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
  /** Resolves when the process ends by itself. */
  readonly exited: Promise<number | null>;
}

export const APP_KEY = "kindred-local-key";
/** So many looks, ten a second at most, at a start that does nothing. */
const MAX_IDLE_LOOKS = 1_800;
/** Less processor time than that between looks is no work. */
const WORK_MS = 200;
/** A start takes about five seconds of it. */
const MAX_START_CPU_MS = 300_000;

/** Runs the built app in a process of its own, against the local Shopify. */
export async function startApp(options: AppOptions): Promise<AppProcess> {
  const url = `http://127.0.0.1:${options.port}`;
  mkdirSync(options.dataFolder, { recursive: true });
  const logFile = join(options.dataFolder, "app.log");
  const role = options.role ?? "web";
  const imports = ["--import", "./test/shopify/preload.mjs"];
  const child = spawn(
    process.execPath,
    [...imports, "scripts/start.ts", ...(role === "worker" ? ["--worker"] : [])],
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
        // That of the data folder, whatever the shell has.
        SHOPIFY_API_SECRET: "",
        SHOPIFY_APP_URL: url,
        PORT: String(options.port),
        ...options.env,
      },
    },
  );
  // Nobody would stop it otherwise when this process fails.
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
  // When it has closed its output too, so that the log is whole.
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
    // Nobody would know of an app that came up later, and it would keep its port and its folder.
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

/**
 * Waits however long the start takes, as long as it goes on: the process computes. On a machine that does much
 * else, seconds say nothing.
 */
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
    // A process that waits for what never comes still runs its timers.
    if (usedMs >= workedMs + WORK_MS) [idleLooks, workedMs] = [0, usedMs];
    else idleLooks += 1;
    if (idleLooks >= MAX_IDLE_LOOKS || usedMs >= MAX_START_CPU_MS) {
      throw new Error(`Waited for the app to answer, and it did nothing more:\n${tail()}`);
    }
    await sleep(100);
  }
}

/** The processor time that a process has had; 0 where the system does not say. */
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

/** Below those that systems hand out by themselves: nobody is given it before who asked for it takes it. */
const anyPort = () => randomInt(10_000, 32_000);

/** A port that is free now: the wanted one if it is, else any. */
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
