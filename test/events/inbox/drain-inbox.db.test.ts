import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import {
  claimInboxEntries,
  releaseInboxEntry,
  selectShopsWithDueEntries,
  settleInboxEntries,
} from "~/events/inbox/inbox-claims.server";
import { Prisma } from "~/generated/prisma/client";
import { purgeWebhookPayloadsJob } from "~/events/inbox/purge-webhook-payloads.job.server";
import { recordWebhooks } from "~/events/inbox/inbox-store.server";
import { createShop, daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps, type TestDeps } from "../../support/deps";
import { readDueShops } from "../../support/due-shops";
import { bodyText } from "../shopify-fixtures";

let database: Database;
let deps: TestDeps;
let nextWebhook = 1;
const signal = new AbortController().signal;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = createTestDeps();
  const { db } = database;
  await db.inboxEntry.deleteMany();
  await db.event.deleteMany();
  await db.cursor.deleteMany();
  await db.auditEntry.deleteMany();
  await db.shopifySession.deleteMany();
  await db.shop.deleteMany();
});

async function receive(topic: string, body = bodyText(topic), triggeredAt = NOW): Promise<string> {
  const webhookId = `w${nextWebhook++}`;
  await database.db.$transaction((tx) =>
    recordWebhooks(
      tx,
      [
        {
          shopId: SHOP,
          webhookId,
          topic,
          eventId: null,
          apiVersion: "2026-10",
          triggeredAt,
          receivedAt: NOW,
          body: new TextEncoder().encode(body),
        },
      ],
      deps,
    ),
  );
  return webhookId;
}

const drain = () => drainInboxJob.run(SHOP, { db: database.db, ...deps }, signal);
const entry = (webhookId: string) =>
  database.db.inboxEntry.findUniqueOrThrow({
    where: { shopId_webhookId: { shopId: SHOP, webhookId } },
  });
const breakBody = (webhookId: string) =>
  database.db.inboxEntry.updateMany({
    where: { webhookId },
    data: { sealedBody: new Uint8Array([1, 2, 3]) },
  });

test("a slice asks once whether retries wait, not for each of its entries", async () => {
  await createShop(database.db);
  const plans: string[] = [];
  // Explains the statement instead of running it.
  const explaining = {
    $queryRaw: async (strings: readonly string[], ...values: unknown[]) => {
      const statement = Prisma.sql(strings, ...values);
      const lines = await database.db.$queryRaw<object[]>`explain ${statement}`;
      plans.push(JSON.stringify(lines));
      return [];
    },
  };
  const slice = { now: NOW, limit: 200, which: "fresh", from: "shopify" } as const;
  await claimInboxEntries(explaining as unknown as Database["db"], SHOP, slice);
  expect(plans).toEqual([expect.stringContaining("InitPlan")]);
  expect(plans[0]).not.toContain("SubPlan");
});

describe("webhooks of an installed shop", () => {
  beforeEach(async () => {
    await createShop(database.db);
  });

  test("become events and wake the next stage", async () => {
    const id = await receive("orders/create");
    expect(await drain()).toEqual({ more: false });
    expect(await database.db.event.count()).toBe(1);
    expect(await entry(id)).toMatchObject({ state: "done", attempts: 1, leaseUntil: null });
    expect(deps.announced.map((it) => it.fact)).toEqual(["events_recorded"]);
  });

  test("become one event when the same change has several ids", async () => {
    for (let i = 0; i < 10; i++) await receive("orders/create");
    await drain();
    expect(await database.db.event.count()).toBe(1);
  });

  test.each([
    ["text that is no JSON", "{not json"],
    ["a body that nests a thousand deep", "[".repeat(1_000)],
    ["a list", "[]"],
    ["an order without an id", "{}"],
  ])("are refused when %s, with a reason", async (_what, body) => {
    const id = await receive("orders/create", body);
    await drain();
    const { state, lastError } = await entry(id);
    expect(state).toBe("refused");
    expect(lastError).toMatch(/\w+ \w+/);
  });

  test("are done at once on an unused topic, and their body is deleted", async () => {
    const id = await receive("themes/publish", "{}");
    await drain();
    expect(await entry(id)).toMatchObject({ state: "done", sealedBody: null });
  });

  test("F21: do not delay others when one cannot be decrypted, are tried eight times, then dead-lettered", async () => {
    const poison = await receive("orders/create");
    await breakBody(poison);
    await receive("customers/create");
    await drain();
    expect(await database.db.event.count()).toBe(1);

    for (let hours = 1; hours < 10; hours++) {
      deps.now = () => new Date(NOW.getTime() + hours * 3_600_000);
      await drain();
    }
    const { lastError, ...rest } = await entry(poison);
    expect(rest).toMatchObject({ state: "dead", attempts: 8 });
    expect(lastError).toContain("cannot be opened");
  });

  test("are retried with growing delays", async () => {
    const id = await receive("orders/create");
    await breakBody(id);
    await drain();
    const later = (await entry(id)).nextRunAt!;
    expect(later.getTime() - NOW.getTime()).toBeGreaterThanOrEqual(7_500);
    expect(later.getTime() - NOW.getTime()).toBeLessThanOrEqual(15_000);
    expect(await readDueShops(database.db, selectShopsWithDueEntries(NOW, "shopify"))).toEqual([]);
    expect(await readDueShops(database.db, selectShopsWithDueEntries(later, "shopify"))).toEqual([
      SHOP,
    ]);
  });

  test("are not settled or released by a worker whose lease another one took over", async () => {
    const id = await receive("orders/create");
    const claim = (now: Date, which: "fresh" | "retried") =>
      database.db.$transaction((tx) =>
        claimInboxEntries(tx, SHOP, { now, limit: 9, which, from: "shopify" }),
      );
    const [stale] = await claim(NOW, "fresh");
    expect(await claim(NOW, "retried")).toEqual([]);
    await claim(new Date(NOW.getTime() + 60_000), "retried");
    const settled = { entry: stale!, state: "done" as const, reason: null, purgeBody: false };
    await database.db.$transaction((tx) => settleInboxEntries(tx, SHOP, [settled]));
    const late = { reason: "late", counts: true, now: NOW };
    await releaseInboxEntry(database.db, SHOP, stale!, late);
    expect(await entry(id)).toMatchObject({ state: "waiting", lastError: null, attempts: 2 });
  });

  test("are left for the next pass beyond one slice", async () => {
    for (let i = 0; i < 201; i++) await receive("themes/publish", "{}");
    expect(await drain()).toEqual({ more: true });
    expect(await drain()).toEqual({ more: false });
  });

  test("wake the back-fill when a bulk operation finishes", async () => {
    await receive("bulk_operations/finish");
    await drain();
    expect(deps.announced.map((it) => it.fact)).toEqual(["backfill_advanced"]);
  });

  test("update a shop's name and address, and keep unreported fields", async () => {
    const update = { id: 1, name: "Kettle & Son", email: "new@kettle.example" };
    await receive("shop/update", JSON.stringify(update));
    await drain();
    const shop = (await database.db.shop.findFirst())!;
    expect(shop).toMatchObject({ name: "Kettle & Son", currency: "GBP" });
    const contact = deps.keyring.open(shop.sealedContact!, {
      table: "shop",
      column: "sealed_contact",
      shopId: SHOP,
      row: SHOP,
    });
    expect(JSON.parse(contact)).toMatchObject({ email: "new@kettle.example", city: null });
  });

  test("of a data request are audited, and their body is deleted", async () => {
    const id = await receive("customers/data_request");
    await drain();
    expect(await database.db.auditEntry.findFirst()).toMatchObject({
      action: "customer_data_requested",
      detail: { customerId: "6543210001", requestId: "9999" },
    });
    expect((await entry(id)).sealedBody).toBeNull();
  });

  test("keep their body for seven days and their id for thirty", async () => {
    const id = await receive("orders/create");
    await drain();
    const runAfter = (days: number) =>
      purgeWebhookPayloadsJob.run(
        SHOP,
        { db: database.db, now: () => new Date(NOW.getTime() + days * 86_400_000) },
        signal,
      );
    await runAfter(6);
    expect((await entry(id)).sealedBody).not.toBeNull();
    await runAfter(8);
    expect((await entry(id)).sealedBody).toBeNull();
    await runAfter(31);
    expect(await database.db.inboxEntry.count()).toBe(0);
  });
});

describe("F13: webhooks around an install", () => {
  test("are refused after an uninstall, which ends the sessions", async () => {
    await createShop(database.db);
    await database.db.shopifySession.create({
      data: {
        shopId: SHOP,
        sessionId: `offline_${SHOP}`,
        isOnline: false,
        sealed: new Uint8Array([1]),
        updatedAt: NOW,
      },
    });
    const late = await receive("orders/create");
    // Another worker has claimed it.
    await database.db.inboxEntry.updateMany({ data: { leaseUntil: hoursAgo(-1) } });
    await receive("app/uninstalled");
    await drain();
    expect(await database.db.shopifySession.count()).toBe(0);
    await database.db.inboxEntry.updateMany({ data: { leaseUntil: null } });
    await drain();
    expect(await entry(late)).toMatchObject({
      state: "refused",
      lastError: "the app is not installed in the shop",
      sealedBody: null,
    });
    expect(await database.db.event.count()).toBe(0);
  });

  test("are ignored when an uninstall is older than the present install", async () => {
    await createShop(database.db);
    const id = await receive("app/uninstalled", bodyText("app/uninstalled"), daysAgo(500));
    await drain();
    expect((await database.db.shop.findFirst())!.uninstalledAt).toBeNull();
    expect((await entry(id)).lastError).toContain("installed again");
  });
});
