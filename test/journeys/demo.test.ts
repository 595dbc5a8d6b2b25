import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findLogLeaks } from "../support/log-leaks";

const PRODUCTS = `Handle,Title,Body (HTML),Vendor,Type,Variant SKU,Variant Price
cup,Cup,<p>A cup</p>,Kettle & Co,Mugs,C-1,12.50
plate,Plate,,Kettle & Co,Plates,P-1,8.00
`;
const DAYS = 15;
/** The store opens after four fifths of them. */
const OPENS_AFTER = 12;
/** One per day, from six customers in turn. */
const ORDERS = [
  "Name,Email,Created at,Currency,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku",
  ...Array.from({ length: DAYS }, (_, n) =>
    [
      `#${n + 1}`,
      `customer-${n % 6}@example.com`,
      `2025-01-${String(n + 1).padStart(2, "0")} 10:00:00 +0000`,
      ...(n % 2 === 0 ? ["GBP", 1, "Cup", "12.50", "C-1"] : ["GBP", 2, "Plate", "8.00", "P-1"]),
    ].join(","),
  ),
].join("\n");

const folder = mkdtempSync(join(tmpdir(), "kindred-demo-"));
const productsFile = join(folder, "products.csv");
const ordersFile = join(folder, "orders.csv");
let demo: ChildProcess | undefined;
beforeAll(() => {
  writeFileSync(productsFile, PRODUCTS);
  writeFileSync(ordersFile, ORDERS);
});
afterAll(async () => {
  if (demo?.exitCode === null) {
    demo.kill("SIGTERM");
    await once(demo, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

test("npm run demo starts a store and Kindred, prints their URLs, and stops on a signal", async () => {
  const dataFolder = join(folder, "data");
  const running = startDemo("--data", dataFolder);
  const exited = once(running, "exit");
  let stdout = "";
  let stderr = "";
  running.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  running.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  // Creates a database and imports the store while other processes start.
  await expect
    .poll(() => (running.exitCode === null ? stdout : stderr), { timeout: 240_000 })
    .toMatch(/storefront is at \S+\n/);

  const [admin, storefront] = stdout.match(/http:\/\/\S+/g) ?? [];
  const shell = await fetch(admin!);
  expect(shell.status).toBe(200);
  expect(await shell.text()).toContain("<iframe");
  // A browser resolves *.localhost itself, but Node asks a name server.
  const { host, port } = new URL(storefront!);
  const requested = get({ host: "127.0.0.1", port, headers: { host } });
  const [shelf] = (await once(requested, "response")) as [IncomingMessage];
  expect(shelf.statusCode).toBe(200);
  expect(await text(shelf)).toContain("Cup");
  expect(stderr).toContain("2 products");

  running.kill("SIGTERM");
  expect(await exited, stderr).toEqual([0, null]);
  expect(existsSync(join(dataFolder, "app.log"))).toBe(true);
  expect(findLogLeaks(stderr)).toEqual([]);
});

test("npm run demo -- --check replays a period and prints one JSON line with the results", async () => {
  const running = startDemo("--check", "--days", "1");
  const [stdout, stderr, [code]] = await Promise.all([
    text(running.stdout),
    text(running.stderr),
    once(running, "exit") as Promise<[number | null]>,
  ]);
  expect(code, stderr).toBe(0);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  const results = JSON.parse(stdout) as Record<string, unknown>;
  expect(results).toEqual({
    seconds: expect.any(Number) as number,
    products: 2,
    customers: 6,
    // All before the store opened, and one on the day.
    orders: OPENS_AFTER + 1,
    webhooks: expect.any(Number) as number,
    events: expect.any(Number) as number,
    profiles: 6,
    enrollments: expect.any(Number) as number,
    emails: expect.any(Number) as number,
    skipped: expect.any(Object) as object,
    clicks: expect.any(Number) as number,
    attributedOrders: expect.any(Number) as number,
    attributedRevenue: expect.any(Number) as number,
    unsubscribes: expect.any(Number) as number,
  });
  expect(results["webhooks"]).toBeGreaterThanOrEqual(1);
});

function startDemo(...options: readonly string[]) {
  const files = ["--products", productsFile, "--orders", ordersFile];
  const running = spawn(
    process.execPath,
    ["--import", "tsx", "scripts/demo.ts", ...files, ...options],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  demo = running;
  return running;
}
