import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { respond, readTask } from "../../child";
import { quantile } from "../../statistics";
import { openConnection, type AskProgress } from "../connection";
import { FIRST_CUSTOMER, FIRST_PRODUCT } from "../seed-shop";

export interface RecommendedTask {
  readonly port: number;
  readonly secret: string;
  readonly shopId: string;
  readonly customers: number;
  readonly products: number;
  readonly visitors: number;
  readonly perSecond: number;
  readonly connections: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface RecommendedResult {
  readonly perSecond: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

// Shoppers open pages at a steady rate, regardless of earlier responses: a wait counts from opening the page.
const task = readTask() as RecommendedTask;
const idle: AskProgress[] = [];
const waitsMs: number[] = [];
let failed = 0;

/** Every third page is a product page, every tenth shopper is logged in; the others are known by their browser. */
function request(n: number): Buffer {
  const isProduct = n % 3 === 0;
  const query: Record<string, string> = {
    list: isProduct ? "goes_with" : n % 10 === 1 ? "buy_again" : "new_for_you",
    limit: "4",
    product: isProduct ? String(FIRST_PRODUCT + ((n * 7) % task.products)) : "",
    cart: "",
    visitor: `visitor-${n % task.visitors}`,
    shop: task.shopId,
    logged_in_customer_id: n % 10 === 1 ? String(FIRST_CUSTOMER + (n % task.customers)) : "",
    path_prefix: "/apps/kindred",
    timestamp: String(Math.floor(Date.now() / 1_000)),
  };
  const text = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name] ?? ""}`)
    .join("");
  const signature = createHmac("sha256", task.secret).update(text).digest("hex");
  const path = `/proxy/recommendations?${new URLSearchParams({ ...query, signature }).toString()}`;
  // A network for each, since rate limits apply per network.
  const address = `${10 + ((n >> 16) & 63)}.${(n >> 8) & 255}.${n & 255}.1, 192.0.2.1`;
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: ${address}\r\n\r\n`,
  );
}

async function open(n: number, openedMs: number, counts: boolean): Promise<void> {
  const ask = idle.shift() ?? (await openConnection(task.port));
  const status = await ask(request(n));
  // One connection too many would idle until the server closes it.
  if (idle.length < task.connections) idle.push(ask);
  if (!counts) return;
  if (status === 200) waitsMs.push(performance.now() - openedMs);
  else failed += 1;
}

for (let i = 0; i < task.connections; i++) idle.push(await openConnection(task.port));
const startMs = performance.now();
const total = (task.warmUpSeconds + task.seconds) * task.perSecond;
const opened: Promise<void>[] = [];
for (let n = 0; n < total; n++) {
  const openedMs = startMs + (n * 1_000) / task.perSecond;
  const waitMs = openedMs - performance.now();
  if (waitMs > 0) await sleep(waitMs);
  opened.push(open(n, openedMs, n >= task.warmUpSeconds * task.perSecond));
}
await Promise.all(opened);
waitsMs.sort((a, b) => a - b);
respond({
  perSecond: waitsMs.length / task.seconds,
  failed,
  p50Ms: quantile(waitsMs, 0.5),
  p99Ms: quantile(waitsMs, 0.99),
} satisfies RecommendedResult);
process.exit(0);
