import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyMigrations } from "~/db-migrations.server";
import { openDatabase } from "~/db.server";
import { createWebhookBatcher } from "~/events/create-webhook-batcher.server";
import { receiveWebhook } from "~/events/receive-webhook.server";
import { startPgBossQueue } from "~/jobs/queue.pg-boss.server";
import { createLog } from "~/lib/log.server";
import { createKeyring, generateKeyringSecrets } from "~/privacy/keyring.server";

// Webhooks that one process verifies, seals and commits in a second, and how long a sender waits for the answer.
// On PGlite in a folder, or on the empty PostgreSQL that DATABASE_URL names.
const COUNT = 10_000;
const SENDERS = 100;
const SHOPS = 20;
const BODY_BYTES = 2_600;
const SECRET = "bench";

async function main() {
  const folder = mkdtempSync(join(tmpdir(), "kindred-bench-"));
  const url = process.env.DATABASE_URL;
  const database = await openDatabase(
    url ? { driver: "postgres", url, poolSize: 10 } : { driver: "pglite", folder },
  );
  await applyMigrations(database);
  const queue = await startPgBossQueue(database, ["events.drain-inbox"], fail);
  const keyring = createKeyring(generateKeyringSecrets());
  const deps = {
    webhooks: createWebhookBatcher({ db: database.db, queue, keyring }),
    config: { shopify: { apiSecret: SECRET, apiSecretOld: null } },
    now: () => new Date(),
    log: createLog("warn"),
  };
  const body = Buffer.from(JSON.stringify({ id: 1, note: "x".repeat(BODY_BYTES) }));
  const signature = createHmac("sha256", SECRET).update(body).digest("base64");

  const waitsMs: number[] = [];
  let sent = 0;
  async function sender() {
    while (sent < COUNT) {
      const n = sent++;
      const headers = new Headers({
        "x-shopify-hmac-sha256": signature,
        "x-shopify-shop-domain": `shop-${n % SHOPS}.myshopify.com`,
        "x-shopify-webhook-id": `webhook-${n}`,
        "x-shopify-topic": "orders/updated",
      });
      const startedMs = performance.now();
      const outcome = await receiveWebhook(headers, body, deps);
      if (outcome.kind !== "stored") throw new Error(`A webhook was ${outcome.kind}`);
      waitsMs.push(performance.now() - startedMs);
    }
  }
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const seconds = (performance.now() - startedMs) / 1_000;

  const stored = await database.db.inboxEntry.count();
  waitsMs.sort((a, b) => a - b);
  const waitAt = (share: number) => Math.round(waitsMs[Math.floor(COUNT * share)] ?? 0);
  process.stdout.write(
    `${JSON.stringify({
      database: database.driver.kind,
      shops: SHOPS,
      stored,
      webhooksPerSecond: Math.round(COUNT / seconds),
      p50Ms: waitAt(0.5),
      p99Ms: waitAt(0.99),
    })}\n`,
  );
  await queue.stop();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
}

function fail(error: Error): never {
  throw error;
}

await main();
