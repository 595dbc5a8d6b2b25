import { setTimeout } from "node:timers/promises";
import { respond, readTask } from "../../child";
import { openConnection, writeRequest } from "../connection";
import { orderWebhooks } from "./order-webhook";
import { cpuMs } from "../process-usage";
import { quantile } from "../../statistics";

export interface LoadTask {
  readonly port: number;
  readonly secret: string;
  readonly shopIds: readonly string[];
  readonly customers: number;
  readonly products: number;
  readonly connections: number;
  /** Interval between a response and the next webhook; without it, `perSecond`. */
  readonly pauseMs?: number;
  /** A fixed number a second, whether or not earlier ones are answered, as far as connections are free. */
  readonly perSecond?: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** The app, if its CPU time is measured. */
  readonly app?: { readonly pid: number };
}

export interface LoadResult {
  readonly acknowledged: number;
  /** Including the warm-up. */
  readonly answered: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  /** The maximum CPU time between a webhook and its response: its delay on a dedicated machine. */
  readonly slowestCpuMs: number;
}

// Sends signed webhooks over kept-alive connections, each after the previous response on its connection.
const task = readTask() as LoadTask;
const webhook = orderWebhooks(task.secret, task);
const waitsMs: number[] = [];
let sent = 0;
let answered = 0;
let failed = 0;
let slowestCpuMs = 0;
const appCpuMs = () => (task.app ? cpuMs(task.app) : 0);
const openedAt = performance.now();
const startsAt = openedAt + task.warmUpSeconds * 1_000;
const endsAt = startsAt + task.seconds * 1_000;

async function sender() {
  const ask = await openConnection(task.port);
  for (;;) {
    const n = sent++;
    const { shopIds } = task;
    const { headers, body } = webhook(shopIds[n % shopIds.length]!, n);
    const request = writeRequest("/webhooks", headers, body);
    const pauseMs = task.perSecond
      ? openedAt + (n * 1_000) / task.perSecond - performance.now()
      : (task.pauseMs ?? 0);
    if (pauseMs > 0) await setTimeout(pauseMs);
    const startedMs = performance.now();
    if (startedMs >= endsAt) return;
    const spentMs = appCpuMs();
    const status = await ask(request);
    answered += 1;
    if (status !== 200) failed += 1;
    else if (startedMs >= startsAt) {
      waitsMs.push(performance.now() - startedMs);
      slowestCpuMs = Math.max(slowestCpuMs, appCpuMs() - spentMs);
    }
  }
}

await Promise.all(Array.from({ length: task.connections }, sender));
waitsMs.sort((a, b) => a - b);
respond({
  acknowledged: waitsMs.length,
  answered,
  failed,
  perSecond: waitsMs.length / task.seconds,
  p50Ms: quantile(waitsMs, 0.5),
  p99Ms: quantile(waitsMs, 0.99),
  slowestMs: waitsMs.at(-1)!,
  slowestCpuMs,
} satisfies LoadResult);
process.exit(0);
