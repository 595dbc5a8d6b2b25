import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { purgeWebhookPayloadsJob } from "~/events/inbox/purge-webhook-payloads.job.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { bodyText } from "../events/shopify-fixtures";
import { createShop, daysAgo, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { dueShopsOf } from "../support/due-shops";

const { signal } = new AbortController();

let database: Database;
let deps: TestDeps & { readonly db: PrismaClient };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.inboxEntry.deleteMany();
  await db.cursor.deleteMany();
  await db.auditEntry.deleteMany();
  await db.shop.deleteMany();
  deps = { ...createTestDeps(), db };
});

/** An entry with a body from this many days ago. */
const storeEntry = (webhookId: string, state: string, days: number, shopId = SHOP) =>
  database.db.inboxEntry.create({
    data: {
      ...{ shopId, webhookId, state, topic: "orders/create" },
      ...{ receivedAt: daysAgo(days), nextRunAt: daysAgo(days), sealedBody: new Uint8Array([1]) },
    },
  });

/**
 * Runs due work.
 * @returns the shops with due work
 */
async function purge(): Promise<string[]> {
  const shopIds = await dueShopsOf(purgeWebhookPayloadsJob, deps.db, NOW);
  for (const shopId of shopIds) await purgeWebhookPayloadsJob.run(shopId, deps, signal);
  return shopIds.sort();
}

async function storedBodies(): Promise<Record<string, "body" | "entry">> {
  const rows = await database.db.inboxEntry.findMany();
  return Object.fromEntries(
    rows.map(({ webhookId, sealedBody }) => [webhookId, sealedBody ? "body" : "entry"]),
  );
}

test("bodies of unknown shops are purged by age, in any state", async () => {
  for (const state of ["waiting", "done", "refused", "dead"]) {
    await storeEntry(`young ${state}`, state, 6);
    await storeEntry(`old ${state}`, state, 8);
  }
  await storeEntry("ancient", "waiting", 32);
  expect(await purge()).toEqual([SHOP]);
  expect(await purge()).toEqual([]);
  expect(await storedBodies()).toEqual({
    ...{ "young waiting": "body", "young done": "body", "young refused": "body" },
    ...{ "young dead": "body", "old waiting": "entry", "old done": "entry" },
    ...{ "old refused": "entry", "old dead": "entry" },
  });
});

test("a pending webhook of an installed shop keeps its body for up to 30 days", async () => {
  await createShop(database.db);
  await storeEntry("waits", "waiting", 20);
  await storeEntry("is done", "done", 20);
  await storeEntry("waited for long", "waiting", 32);
  expect(await purge()).toEqual([SHOP]);
  expect(await storedBodies()).toEqual({ waits: "body", "is done": "entry" });
});

test("a shop is due once a day, and another one's webhooks are kept", async () => {
  await storeEntry("w1", "done", 8);
  await storeEntry("w2", "done", 6, OTHER_SHOP);
  expect(await purge()).toEqual([SHOP]);
  expect(await storedBodies()).toEqual({ w1: "entry", w2: "body" });
});

test("after a shop redaction only completed legal requests are stored", async () => {
  const { db } = database;
  await createShop(db);
  await db.shop.updateMany({ data: { uninstalledAt: hoursAgo(48) } });
  const inbox = createWebhookBatcher(deps);
  const receive = (topic: string) =>
    inbox.add({
      ...{ shopId: SHOP, webhookId: topic, topic, eventId: null, apiVersion: null },
      ...{ triggeredAt: NOW, receivedAt: NOW },
      body: new TextEncoder().encode(bodyText(topic)),
    });
  const drain = () => drainInboxJob.run(SHOP, deps, signal);
  expect(await receive("shop/redact")).toBe("stored");
  await drain();
  expect(await db.shop.count()).toBe(0);

  // Answered 200, so that Shopify does not retry.
  expect(await receive("orders/create")).toBe("late");
  expect(await receive("customers/create")).toBe("late");
  expect(await receive("app/uninstalled")).toBe("late");
  expect(await receive("customers/redact")).toBe("stored");
  await drain();
  expect(await storedBodies()).toEqual({ "shop/redact": "entry" });
});

test("cursors written by running jobs during a shop's erasure are removed", async () => {
  await createShop(database.db, OTHER_SHOP);
  const cursor = { consumer: "events.a-job", seq: 1n };
  await database.db.cursor.createMany({
    data: [
      { shopId: SHOP, ...cursor },
      { shopId: OTHER_SHOP, ...cursor },
    ],
  });
  expect(await purge()).toEqual([SHOP]);
  const left = await database.db.cursor.findMany();
  expect(left.map(({ shopId }) => shopId)).toEqual([OTHER_SHOP]);
});
