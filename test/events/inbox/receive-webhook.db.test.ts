import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { createWebhookBatcher } from "~/events/inbox/create-webhook-batcher.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";

const SECRET = "current-secret";
const OLD_SECRET = "old-secret";
const BODY = new TextEncoder().encode('{"id":1,"email":"canary@example.com"}');

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await createShop(database.db, OTHER_SHOP);
});
afterAll(() => database.close());
afterEach(() => database.db.inboxEntry.deleteMany());

function openInbox() {
  const deps = { ...createTestDeps(), db: database.db };
  return {
    ...deps,
    webhooks: createWebhookBatcher(deps),
    config: { shopify: { apiSecret: SECRET, apiSecretOld: OLD_SECRET } },
  };
}

const sign = (body: Uint8Array, secret = SECRET) =>
  createHmac("sha256", secret).update(body).digest("base64");

function headersFor(overrides: Record<string, string | null> = {}, body = BODY): Headers {
  const headers: Record<string, string | null> = {
    "x-shopify-hmac-sha256": sign(body),
    "x-shopify-shop-domain": SHOP,
    "x-shopify-webhook-id": "w-1",
    "x-shopify-topic": "orders/create",
    "x-shopify-event-id": "e-1",
    "x-shopify-api-version": "2026-10",
    "x-shopify-triggered-at": "2026-03-03T11:59:58.123Z",
    ...overrides,
  };
  return new Headers(
    Object.entries(headers).filter((it): it is [string, string] => it[1] !== null),
  );
}

const countRows = () => database.db.inboxEntry.count();

describe("receiveWebhook", () => {
  test("stores a verified webhook encrypted, and wakes the shop", async () => {
    const inbox = openInbox();
    expect(await receiveWebhook(headersFor(), BODY, inbox)).toEqual({ kind: "stored" });

    const row = await database.db.inboxEntry.findFirstOrThrow();
    expect(row).toMatchObject({
      shopId: SHOP,
      webhookId: "w-1",
      topic: "orders/create",
      eventId: "e-1",
      apiVersion: "2026-10",
      triggeredAt: new Date("2026-03-03T11:59:58.123Z"),
      receivedAt: NOW,
      state: "waiting",
    });
    const place = { table: "inbox_entry", column: "sealed_body", shopId: SHOP, row: "w-1" };
    expect(inbox.keyring.open(row.sealedBody!, place)).toBe(new TextDecoder().decode(BODY));
    expect(Buffer.from(row.sealedBody!).toString("latin1")).not.toContain("canary");
    expect(inbox.announced).toEqual([{ shopId: SHOP, fact: "webhook_received" }]);
  });

  test.each([
    ["is missing", null],
    ["is empty", ""],
    ["is no base64", "%%%"],
    ["is too short", sign(BODY).slice(0, 20)],
    ["is of another secret", sign(BODY, "guess")],
    ["is of another body", sign(new TextEncoder().encode("{}"))],
    ["is hexadecimal", createHmac("sha256", SECRET).update(BODY).digest("hex")],
  ])("S3: refuses and stores nothing when the signature %s", async (_what, signature) => {
    const outcome = await receiveWebhook(
      headersFor({ "x-shopify-hmac-sha256": signature }),
      BODY,
      openInbox(),
    );
    expect(outcome).toEqual({ kind: "refused", reason: "bad_signature" });
    expect(await countRows()).toBe(0);
  });

  test("accepts the old secret while it is being rotated", async () => {
    const headers = headersFor({ "x-shopify-hmac-sha256": sign(BODY, OLD_SECRET) });
    expect(await receiveWebhook(headers, BODY, openInbox())).toEqual({ kind: "stored" });
  });

  test.each([
    ["no shop", { "x-shopify-shop-domain": null }],
    ["a shop that is none", { "x-shopify-shop-domain": "evil.example.com" }],
    ["no webhook id", { "x-shopify-webhook-id": null }],
    ["an endless webhook id", { "x-shopify-webhook-id": "w".repeat(256) }],
    ["no topic", { "x-shopify-topic": null }],
  ])("refuses %s", async (_what, overrides) => {
    const outcome = await receiveWebhook(headersFor(overrides), BODY, openInbox());
    expect(outcome).toEqual({ kind: "refused", reason: "bad_headers" });
    expect(await countRows()).toBe(0);
  });

  test.each([
    ["no JSON", "not json"],
    ["nothing", ""],
    ["bytes that are no UTF-8", "\xff\xfe\x00"],
  ])("refuses and stores nothing when the body is %s", async (_what, text) => {
    const body = new Uint8Array(Buffer.from(text, "latin1"));
    expect(await receiveWebhook(headersFor({}, body), body, openInbox())).toEqual({
      kind: "refused",
      reason: "bad_signature",
    });
    expect(await countRows()).toBe(0);
  });

  test.each([["tomorrow"], ["0001-01-01T00:00:00Z"], ["+275760-09-12T00:00:00Z"]])(
    "stores a webhook triggered at %j without that instant",
    async (triggeredAt) => {
      const headers = headersFor({ "x-shopify-triggered-at": triggeredAt });
      expect(await receiveWebhook(headers, BODY, openInbox())).toEqual({ kind: "stored" });
      expect((await database.db.inboxEntry.findFirstOrThrow()).triggeredAt).toBeNull();
    },
  );

  test("F11: stores ten deliveries of one webhook once, and accepts all of them", async () => {
    const inbox = openInbox();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => receiveWebhook(headersFor(), BODY, inbox)),
    );
    outcomes.push(await receiveWebhook(headersFor(), BODY, inbox));
    expect(outcomes.every((it) => it.kind === "stored")).toBe(true);
    expect(await countRows()).toBe(1);
  });

  test("separates webhooks of two shops with the same id", async () => {
    const inbox = openInbox();
    await Promise.all([
      receiveWebhook(headersFor(), BODY, inbox),
      receiveWebhook(headersFor({ "x-shopify-shop-domain": OTHER_SHOP }), BODY, inbox),
    ]);
    expect(await countRows()).toBe(2);
    expect(new Set(inbox.announced.map((it) => it.shopId))).toEqual(new Set([SHOP, OTHER_SHOP]));
  });

  test("wakes a shop once per batch, and stores several batches", async () => {
    const inbox = openInbox();
    await Promise.all(
      Array.from({ length: 450 }, (_, n) =>
        receiveWebhook(headersFor({ "x-shopify-webhook-id": `w-${n}` }), BODY, inbox),
      ),
    );
    expect(await countRows()).toBe(450);
    expect(inbox.announced).toHaveLength(3);
  });

  test("F16: asks for a redelivery when the transaction fails, and stores no row", async () => {
    const inbox = openInbox();
    const webhooks = createWebhookBatcher({
      ...inbox,
      queue: { announceAll: () => Promise.reject(new Error("the queue is away")) },
    });
    expect(await receiveWebhook(headersFor(), BODY, { ...inbox, webhooks })).toEqual({
      kind: "unavailable",
    });
    expect(await countRows()).toBe(0);
  });

  test("asks for a redelivery once the inbox is closed, after committing earlier webhooks", async () => {
    const inbox = openInbox();
    const before = receiveWebhook(headersFor(), BODY, inbox);
    await inbox.webhooks.close();
    expect(await before).toEqual({ kind: "stored" });

    const late = headersFor({ "x-shopify-webhook-id": "w-2" });
    expect(await receiveWebhook(late, BODY, inbox)).toEqual({ kind: "unavailable" });
    expect(await countRows()).toBe(1);
  });
});
