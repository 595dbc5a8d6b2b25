/** Receives webhooks into an embedded database on a full disk, and again after space is freed. */
import { cpSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import { findScope } from "~/db-scope.server";
import { openDatabase } from "~/db.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { createShop, SHOP } from "../support/builders";
import { createTestDeps } from "../support/deps";

export interface FullDiskTask {
  /** A migrated database to copy to the small disk. */
  readonly from: string;
  /** Mount point of the small disk. */
  readonly disk: string;
  /** Size of a webhook's body before sealing. */
  readonly bodyBytes: number;
  /** Free space when the disk starts to fill. */
  readonly leftBytes: number;
  /** Number of concurrent webhooks. */
  readonly atOnce: number;
}

/** Number of webhooks acknowledged so far, and refused or found. */
export interface FullDiskOutput {
  readonly stored: number;
  readonly refused?: number;
  readonly kept?: number;
}

const SECRET = "secret";
const task = JSON.parse(process.argv[2]!) as FullDiskTask;
const folder = join(task.disk, "db");
const ballast = join(task.disk, "ballast");
let nextId = 1;
let stored = 0;

async function receive(inbox: Parameters<typeof receiveWebhook>[2]): Promise<string> {
  const body = new TextEncoder().encode(
    JSON.stringify({ id: nextId, note: randomBytes(task.bodyBytes * 0.75).toString("base64") }),
  );
  const headers = new Headers({
    "x-shopify-hmac-sha256": createHmac("sha256", SECRET).update(body).digest("base64"),
    "x-shopify-shop-domain": SHOP,
    "x-shopify-webhook-id": `w-${nextId++}`,
    "x-shopify-topic": "orders/create",
    "x-shopify-api-version": "2026-10",
  });
  const { kind } = await receiveWebhook(headers, body, inbox);
  if (kind === "stored") stored += 1;
  return kind;
}

async function open() {
  const database = await openDatabase({ driver: "pglite", folder }, findScope);
  const deps = { ...createTestDeps(), db: database.db };
  const config = { shopify: { apiSecret: SECRET, apiSecretOld: null } };
  return { database, inbox: { ...deps, webhooks: createWebhookBatcher(deps), config } };
}

cpSync(task.from, folder, { recursive: true });
const { database, inbox } = await open();
await createShop(database.db);
await receive(inbox);
const { bavail, bsize } = statfsSync(task.disk);
writeFileSync(ballast, new Uint8Array(Math.max(0, bavail * bsize - task.leftBytes)));

let refused = 0;
for (let i = 0; i < 1_000 && refused < 3; i++) {
  const kinds = await Promise.all(Array.from({ length: task.atOnce }, () => receive(inbox)));
  refused += kinds.filter((kind) => kind === "unavailable").length;
}
process.send!({ stored, refused } satisfies FullDiskOutput);

rmSync(ballast);
for (let i = 0; i < 5; i++) await receive(inbox);
await database.close();
process.send!({ stored, refused } satisfies FullDiskOutput);

// Acknowledged webhooks exist after reopening, and more are accepted.
const again = await open();
await receive(again.inbox);
const kept = await again.database.db.inboxEntry.count();
await again.database.close();
process.send!({ stored, kept } satisfies FullDiskOutput);
process.disconnect();
