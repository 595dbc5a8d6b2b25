import { connect, type Socket } from "node:net";
import { answer, readTask } from "../child";
import { orderWebhooks, type SignedWebhook } from "./order-webhook";
import { quantile } from "../statistics";

export interface LoadTask {
  readonly port: number;
  readonly secret: string;
  readonly shopIds: readonly string[];
  readonly customers: number;
  readonly products: number;
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly acknowledged: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

// Sends signed webhooks over kept connections, the next one when the last is answered. Bare
// sockets: the sender shares the machine with what it measures.
const task = readTask() as LoadTask;
const webhook = orderWebhooks(task.secret, task);
const waitsMs: number[] = [];
let sent = 0;
let failed = 0;
const startsAt = performance.now() + task.warmUpSeconds * 1_000;
const endsAt = startsAt + task.seconds * 1_000;

async function sender() {
  const ask = await openConnection(task.port);
  for (;;) {
    const n = sent++;
    const { shopIds } = task;
    const request = writeRequest(webhook(shopIds[n % shopIds.length]!, n));
    const startedMs = performance.now();
    if (startedMs >= endsAt) return;
    const status = await ask(request);
    if (status !== 200) failed += 1;
    else if (startedMs >= startsAt) waitsMs.push(performance.now() - startedMs);
  }
}

function writeRequest({ headers, body }: SignedWebhook): Buffer {
  const lines = Object.entries({ ...headers, "content-length": String(body.length) });
  const head = `POST /webhooks HTTP/1.1\r\nhost: localhost\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** A connection that carries one request at a time. @returns each answer's status */
async function openConnection(port: number): Promise<(request: Buffer) => Promise<number>> {
  const socket: Socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  let received = "";
  let settle: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null;
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
    if (!isWhole(received)) return;
    const status = Number(received.slice(9, 12));
    received = "";
    settle?.resolve(status);
  });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const end = () => settle?.reject(new Error("The connection was closed"));
  socket.on("error", end).on("close", end);
  return (request) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      socket.write(request);
    });
}

/** Whether an answer without a body, or with a short one, has come whole. */
function isWhole(received: string): boolean {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd < 0) return false;
  const head = received.slice(0, headEnd).toLowerCase();
  if (head.includes("transfer-encoding: chunked")) return received.endsWith("0\r\n\r\n");
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return received.length >= headEnd + 4 + length;
}

await Promise.all(Array.from({ length: task.connections }, sender));
waitsMs.sort((a, b) => a - b);
answer({
  acknowledged: waitsMs.length,
  failed,
  perSecond: waitsMs.length / task.seconds,
  p50Ms: quantile(waitsMs, 0.5),
  p99Ms: quantile(waitsMs, 0.99),
} satisfies LoadResult);
process.exit(0);
