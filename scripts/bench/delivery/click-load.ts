import { respond, readTask } from "../child";
import { openConnection } from "../main-job/connection";
import { quantile } from "../statistics";

export interface ClickTask {
  readonly port: number;
  readonly tokens: readonly string[];
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface ClickResult {
  readonly perSecond: number;
  /** Responses other than a redirect. */
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

// Follows links over kept-alive connections, each after the previous response.
const task = readTask() as ClickTask;
const waitsMs: number[] = [];
let failed = 0;
let sent = 0;
const startsAt = performance.now() + task.warmUpSeconds * 1_000;
const endsAt = startsAt + task.seconds * 1_000;

async function reader() {
  const ask = await openConnection(task.port);
  for (;;) {
    const n = sent++;
    const startedMs = performance.now();
    if (startedMs >= endsAt) return;
    const status = await ask(clickRequest(n));
    if (startedMs < startsAt) continue;
    if (status === 302) waitsMs.push(performance.now() - startedMs);
    else failed++;
  }
}

/** Each reader has its own address. */
function clickRequest(n: number): Buffer {
  const token = task.tokens[n % task.tokens.length]!;
  const reader = n % 60_000;
  return Buffer.from(
    `GET /c/${token} HTTP/1.1\r\nhost: localhost\r\nuser-agent: Mozilla/5.0 (iPhone)\r\nx-forwarded-for: 10.1.${reader >> 8}.${reader & 255}\r\n\r\n`,
  );
}

await Promise.all(Array.from({ length: task.connections }, reader));
waitsMs.sort((a, b) => a - b);
respond({
  perSecond: waitsMs.length / task.seconds,
  failed,
  p50Ms: quantile(waitsMs, 0.5),
  p99Ms: quantile(waitsMs, 0.99),
} satisfies ClickResult);
process.exit(0);
