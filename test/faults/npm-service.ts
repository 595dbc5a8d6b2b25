import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { loadOrCreateLocalSecret } from "~/privacy/local-secret.server";
import { APP_KEY, freePort } from "../support/app-process";
import { cpuMs } from "../../scripts/bench/main-job/process-usage";
import { migratedPGlite } from "../support/migrated-pglite";

/** A generous time limit for one condition on a busy machine. */
const WAIT = { timeout: 60_000, interval: 50 };

export interface Service {
  readonly port: number;
  /** Shopify's signing secret. */
  readonly apiSecret: string;
  log(): string;
  /** Waits until its output contains the text. */
  says(text: string): Promise<void>;
  /** Signals the started process, which a supervisor or a container runtime knows. */
  signal(name: "SIGTERM"): void;
  /** The largest memory of its last process so far, in MB. */
  peakMb(): number;
  /** CPU time of its last process so far, in seconds. */
  cpuSeconds(): number;
  /** Its exit code once it has ended; 128 plus the signal's number, as in a shell. */
  over(): Promise<number>;
  /** Whether a process of its group is left. */
  hasOrphans(): boolean;
  /** Ends any remaining processes. */
  close(): void;
}

/** Runs a command as PID 1 of its own namespace, as in a container. */
const AS_PID_1 = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"];

/** Why no PID namespace can be created here, or null. */
export function findPidNamespaceProblem(): string | null {
  const [command, ...args] = ["unshare", ...AS_PID_1.slice(1), "true"] as const;
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return null;
  return `this machine makes no PID namespace (${error?.message ?? stderr.trim()})`;
}

/** Starts the command like a supervisor, with its own embedded database unless `DATABASE_URL` names another. */
export async function startService(
  command: readonly string[],
  {
    asPid1 = false,
    env = {},
    cwd,
  }: { asPid1?: boolean; env?: Readonly<Record<string, string>>; cwd?: string } = {},
): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), "kindred-service-"));
  if (env["DATABASE_URL"] === undefined) {
    cpSync((await migratedPGlite()).folder, join(folder, "db"), { recursive: true });
  }
  const port = env["PORT"] === undefined ? await freePort() : Number(env["PORT"]);
  const [file, ...args] = [...(asPid1 ? AS_PID_1 : []), ...command] as [string, ...string[]];
  // Its own process group, which shows remaining processes.
  const child = spawn(file, args, {
    detached: true,
    ...(cwd !== undefined && { cwd }),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      KINDRED_DEMO: "1",
      KINDRED_DATA: folder,
      SHOPIFY_API_KEY: APP_KEY,
      SHOPIFY_API_SECRET: "",
      SHOPIFY_APP_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
      ...env,
    },
  });
  const group = -child.pid!;
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (log += chunk.toString()));
  }
  let ended: number | null = null;
  child.once("exit", (code, signal) => (ended = code ?? (signal === "SIGTERM" ? 143 : 137)));
  const close = () => {
    if (isAlive(group)) process.kill(group, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", close);
  return {
    port,
    apiSecret: loadOrCreateLocalSecret(folder),
    log: () => log,
    async says(text) {
      await expect
        .poll(() => (ended === null ? log : `${log}\nended with ${ended}`), {
          ...WAIT,
          message: `the service says "${text}"`,
        })
        .toContain(text);
    },
    signal: (name) => void process.kill(asPid1 ? childOf(child.pid!) : child.pid!, name),
    peakMb: () =>
      Number(/VmHWM:\s+(\d+)/.exec(readProcess(lastOf(child.pid!), "status"))![1]) / 1_024,
    cpuSeconds: () => cpuMs({ pid: lastOf(child.pid!) }) / 1e3,
    async over() {
      await expect.poll(() => ended, { ...WAIT, message: "the service ends" }).not.toBeNull();
      return ended!;
    },
    hasOrphans: () => isAlive(group),
    close() {
      process.off("exit", close);
      close();
    },
  };
}

const readProcess = (pid: number, file: string) => readFileSync(`/proc/${pid}/${file}`, "utf8");

/** `unshare` has one child: PID 1 of the namespace. */
const childOf = (pid: number) => Number(readProcess(pid, `task/${pid}/children`).trim());

/** npm's child is the program. */
function lastOf(pid: number): number {
  const child = childOf(pid);
  return child === 0 ? pid : lastOf(child);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
