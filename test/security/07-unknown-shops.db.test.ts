import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  createWebhookBatcher,
  type WebhookBatcher,
} from "~/events/inbox/create-webhook-batcher.server";
import { selectShopsWithDueEntries } from "~/events/inbox/inbox-claims.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import { createShop, hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { readDueShops } from "../support/due-shops";

const STRANGER = ShopId.parse("stranger.myshopify.com");
const inventedShops = (count: number) =>
  Array.from({ length: count }, (_, i) => ShopId.parse(`invented-${i}.myshopify.com`));

let database: Database;
let deps: TestDeps & { readonly db: PrismaClient };
let inbox: WebhookBatcher;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.inboxEntry.deleteMany();
  await db.auditEntry.deleteMany();
  await db.shop.deleteMany();
  await createShop(db);
  deps = { ...createTestDeps(), db };
  inbox = createWebhookBatcher({ ...deps, elapsedMs: () => 0 });
});

interface Given {
  readonly topic?: string;
  readonly triggeredAt?: Date;
  readonly into?: WebhookBatcher;
}

const receive = (
  shopId: ShopId,
  { topic = "orders/create", triggeredAt = NOW, into = inbox }: Given = {},
) =>
  into.add({
    shopId,
    webhookId: randomUUID(),
    topic,
    eventId: null,
    apiVersion: null,
    triggeredAt,
    receivedAt: NOW,
    body: new TextEncoder().encode(
      JSON.stringify({ id: 1, shop_domain: shopId, customer: { id: 1 } }),
    ),
  });
const countRows = (shopId?: ShopId) =>
  database.db.inboxEntry.count({ where: shopId ? { shopId } : {} });
const setUninstalledAt = (uninstalledAt: Date | null) =>
  database.db.shop.updateMany({ where: { shopId: SHOP }, data: { uninstalledAt } });
const countOf = <T>(values: readonly T[], value: T) => values.filter((it) => it === value).length;

describe("webhooks for unknown shops", () => {
  test("store no row and wake no worker, and get 429 above a rate limit", async () => {
    const outcomes = await Promise.all(inventedShops(1_000).map((shopId) => receive(shopId)));
    expect([countOf(outcomes, "unknown_shop"), countOf(outcomes, "limited")]).toEqual([200, 800]);
    expect(await countRows()).toBe(0);
    expect(deps.announced).toEqual([]);
  });

  test("delay no webhook of an installed shop, also when it is new", async () => {
    const flood = inventedShops(1_000).map((shopId) => receive(shopId));
    expect(await receive(SHOP)).toBe("stored");
    expect(await receive(SHOP)).toBe("stored");
    await Promise.all(flood);
    expect(new Set(deps.announced.map(({ shopId }) => shopId))).toEqual(new Set([SHOP]));
  });

  test("are stored when the law requires it, up to a limit per shop, and wake no worker", async () => {
    const requests = Array.from({ length: 150 }, () =>
      receive(STRANGER, { topic: "customers/redact" }),
    );
    const outcomes = await Promise.all(requests);
    expect([countOf(outcomes, "stored"), countOf(outcomes, "limited")]).toEqual([100, 50]);
    expect(await receive(STRANGER, { topic: "customers/redact" })).toBe("limited");
    expect(await countRows()).toBe(100);
    expect(deps.announced).toEqual([]);
  });

  test("are stored when the law requires it, up to a limit for all shops", async () => {
    const entry = { topic: "shop/redact", receivedAt: NOW, nextRunAt: NOW };
    const known = inventedShops(999).map((shopId) => ({ shopId, webhookId: "w1", ...entry }));
    await database.db.inboxEntry.createMany({ data: known });
    expect(await receive(STRANGER, { topic: "customers/redact" })).toBe("stored");
    expect(await receive(STRANGER, { topic: "customers/redact" })).toBe("limited");
    // A known shop has no such limit.
    expect(await receive(SHOP, { topic: "customers/redact" })).toBe("stored");
  });

  test("are found by the sweep and leave nothing once they are completed", async () => {
    await receive(STRANGER, { topic: "customers/redact" });
    await receive(STRANGER, { topic: "shop/redact" });
    expect(await readDueShops(database.db, selectShopsWithDueEntries(NOW, "shopify"))).toEqual([
      STRANGER,
    ]);
    await drainInboxJob.run(STRANGER, deps, new AbortController().signal);
    expect(await countRows()).toBe(0);
    const trail = await database.db.auditEntry.findMany({ where: { shopId: STRANGER } });
    expect(trail.map(({ action }) => action).sort()).toEqual(["customer_erased", "shop_erased"]);
  });
});

describe("a shop that installs the app", () => {
  test("is known to each process as soon as its row exists", async () => {
    const another = createWebhookBatcher(deps);
    expect(await receive(STRANGER)).toBe("unknown_shop");
    expect(await receive(STRANGER, { into: another })).toBe("unknown_shop");
    await createShop(database.db, STRANGER);
    expect(await receive(STRANGER)).toBe("stored");
    expect(await receive(STRANGER, { into: another })).toBe("stored");
  });

  test("again drops only webhooks from before its uninstall, and the others are redelivered", async () => {
    await setUninstalledAt(hoursAgo(1));
    expect(await receive(SHOP, { triggeredAt: hoursAgo(2) })).toBe("late");
    expect(await receive(SHOP, { triggeredAt: NOW })).toBe("unknown_shop");
    await setUninstalledAt(null);
    expect(await receive(SHOP, { triggeredAt: NOW })).toBe("stored");
    expect(await countRows()).toBe(1);
  });
});

test("is no longer accepted after it left, whatever a process caches", async () => {
  expect(await receive(SHOP)).toBe("stored");
  await setUninstalledAt(NOW);
  expect(await receive(SHOP)).toBe("late");
  expect(await receive(SHOP, { topic: "shop/redact" })).toBe("stored");
  await database.db.shop.deleteMany();
  expect(await receive(SHOP)).toBe("unknown_shop");
  expect(await countRows()).toBe(2);
});

test("is looked up once, and not with each webhook", async () => {
  let lookUps = 0;
  const counting = new Proxy(database.db, {
    get(target, name, receiver) {
      if (name === "$queryRaw") lookUps += 1;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const into = createWebhookBatcher({ ...deps, db: counting });
  await Promise.all(Array.from({ length: 300 }, () => receive(SHOP, { into })));
  for (let i = 0; i < 5; i++) await receive(SHOP, { into });
  expect(lookUps).toBe(1);
  expect(await countRows(SHOP)).toBe(305);
});
