import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { findLogLeaks } from "../support/log-leaks";

const PRODUCTS = `Handle,Title,Body (HTML),Vendor,Type,Variant SKU,Variant Price
cup,Cup,<p>A cup</p>,Kettle & Co,Mugs,C-1,12.50
plate,Plate,,Kettle & Co,Plates,P-1,8.00
`;
const ORDERS = `Name,Email,Created at,Currency,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku
#1,ann@example.com,2025-01-02 10:00:00 +0000,GBP,1,Cup,12.50,C-1
#2,ben@example.com,2025-02-02 10:00:00 +0000,GBP,2,Plate,8.00,P-1
`;

const folder = mkdtempSync(join(tmpdir(), "kindred-demo-"));
let demo: ChildProcess | undefined;
afterAll(async () => {
  if (demo?.exitCode === null) {
    demo.kill("SIGTERM");
    await once(demo, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

test("npm run demo opens a store and Kindred, says where they are, and ends when it is told to", async () => {
  const productsFile = join(folder, "products.csv");
  const ordersFile = join(folder, "orders.csv");
  const dataFolder = join(folder, "data");
  writeFileSync(productsFile, PRODUCTS);
  writeFileSync(ordersFile, ORDERS);
  const running = spawn(
    process.execPath,
    ["--import", "tsx", "scripts/demo.ts", "--data", dataFolder].concat(
      ["--products", productsFile],
      ["--orders", ordersFile],
    ),
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  demo = running;
  const exited = once(running, "exit");
  let said = "";
  let told = "";
  running.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  running.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
  await expect
    .poll(() => (running.exitCode === null ? said : told), { timeout: 90_000 })
    .toMatch(/storefront is at \S+\n/);

  const [admin, storefront] = said.match(/http:\/\/\S+/g) ?? [];
  const shell = await fetch(admin!);
  expect(shell.status).toBe(200);
  expect(await shell.text()).toContain("<iframe");
  // A browser finds *.localhost by itself, Node asks a name server.
  const { host, port } = new URL(storefront!);
  const asked = get({ host: "127.0.0.1", port, headers: { host } });
  const [shelf] = (await once(asked, "response")) as [IncomingMessage];
  expect(shelf.statusCode).toBe(200);
  expect(await text(shelf)).toContain("Cup");
  expect(told).toContain("2 products");

  running.kill("SIGTERM");
  expect(await exited, told).toEqual([0, null]);
  expect(existsSync(join(dataFolder, "app.log"))).toBe(true);
  expect(findLogLeaks(told)).toEqual([]);
});
