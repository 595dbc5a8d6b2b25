import { randomUUID } from "node:crypto";
import { respond, readTask } from "../../child";
import { openConnection, writeRequest } from "../connection";
import { quantile } from "../../statistics";

export interface PixelTask {
  readonly port: number;
  /** Collector accounts, one per shop. */
  readonly accounts: readonly string[];
  readonly connections: number;
  readonly eventsEach: number;
  /** One address for all, as in a flood; otherwise each visitor has its own. */
  readonly address: string | null;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface PixelResult {
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  /** Requests that were not stored, by status. */
  readonly refused: Readonly<Record<string, number>>;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

// Sends pixel batches over kept-alive connections, each after the previous response.
const task = readTask() as PixelTask;
const waitsMs: number[] = [];
const refused: Record<string, number> = {};
let sent = 0;
const startsAt = performance.now() + task.warmUpSeconds * 1_000;
const endsAt = startsAt + task.seconds * 1_000;

async function sender() {
  const ask = await openConnection(task.port);
  for (;;) {
    const n = sent++;
    const startedMs = performance.now();
    if (startedMs >= endsAt) return;
    const status = await ask(pixelRequest(n));
    if (startedMs < startsAt) continue;
    if (status === 204) waitsMs.push(performance.now() - startedMs);
    else refused[status] = (refused[status] ?? 0) + 1;
  }
}

/** A product view: every shop has some thousands of visitors. */
function pixelRequest(n: number): Buffer {
  const at = new Date().toISOString();
  const batch = randomUUID();
  const visitor = n % 50_000;
  const events = Array.from({ length: task.eventsEach }, (_, i) =>
    i === 0
      ? { id: `${batch}.0`, at, name: "page_viewed", page: "product", referrer: "inside" }
      : {
          id: `${batch}.${i}`,
          at,
          name: "product_viewed",
          product: String(1 + (n % 500)),
          variant: "",
        },
  );
  const account = task.accounts[n % task.accounts.length]!;
  const body = Buffer.from(JSON.stringify({ account, visitor: `visitor-${visitor}`, events }));
  const address = task.address ?? `10.${visitor >> 16}.${(visitor >> 8) & 255}.${visitor & 255}`;
  return writeRequest(
    "/collect",
    { "content-type": "text/plain", "x-forwarded-for": address },
    body,
  );
}

await Promise.all(Array.from({ length: task.connections }, sender));
waitsMs.sort((a, b) => a - b);
const count = Object.values(refused).reduce((sum, it) => sum + it, waitsMs.length);
respond({
  eventsPerSecond: (waitsMs.length * task.eventsEach) / task.seconds,
  requestsPerSecond: count / task.seconds,
  refused,
  p50Ms: quantile(waitsMs, 0.5),
  p99Ms: quantile(waitsMs, 0.99),
} satisfies PixelResult);
process.exit(0);
