import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { recordWebhooks } from "~/events/inbox/inbox-store.server";
import {
  listOpenDataRequests,
  listOpenGuestRequests,
} from "~/profiles/data-requests/data-request-store.server";
import { fulfillGuestRequest } from "~/profiles/data-requests/fulfill-data-request.server";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { createOrderRow } from "../support/rows";
import { emptyTables, storeProfile } from "../support/stored-rows";

const EMAIL = "orla.quill@example.com";
const WEBHOOK = {
  shopId: SHOP,
  webhookId: "request",
  eventId: null,
  apiVersion: null,
  triggeredAt: NOW,
  receivedAt: NOW,
};
const signal = new AbortController().signal;
const utf8 = (text: string) => new TextEncoder().encode(text);

let database: Database;
let deps: TestDeps;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = createTestDeps();
  const { db } = database;
  await emptyTables(db);
  await db.inboxEntry.deleteMany();
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await createShop(db, shopId);
    await storeProfile(db, deps.keyring, "1", { shopId, contact: { email: EMAIL } });
    await createOrderRow(db, { shopId, profileId: "c1", placedAt: NOW, orderId: "71" });
    const emailIndex = deps.keyring.blindIndex(shopId, EMAIL);
    await db.suppression.create({
      data: { shopId, emailIndex, reason: "unsubscribe", createdAt: NOW },
    });
  }
});

describe("a data request without a customer page", () => {
  const ask = async (customer: object, orders: number[] = []) => {
    const { db } = database;
    const requested = { customer, orders_requested: orders, data_request: { id: 5 } };
    const body = { shop_domain: SHOP, ...requested };
    const webhook = {
      ...WEBHOOK,
      topic: "customers/data_request",
      body: utf8(JSON.stringify(body)),
    };
    await db.$transaction((tx) => recordWebhooks(tx, [webhook], deps));
    await drainInboxJob.run(SHOP, { db, ...deps }, signal);
  };
  const exportData = (shopId = SHOP) =>
    fulfillGuestRequest(shopId, WEBHOOK.webhookId, { db: database.db, ...deps });
  const open = (shopId = SHOP) => listOpenGuestRequests(database.db, shopId);

  test("is answered with the data of the address, and stays open until then", async () => {
    await ask({ email: EMAIL.toUpperCase() });
    expect(await open()).toEqual([
      { requestKey: WEBHOOK.webhookId, requestedAt: NOW.toISOString() },
    ]);
    expect(await listOpenDataRequests(database.db, SHOP)).toEqual([]);
    expect(await exportData()).toMatchObject({
      profiles: [{ contact: { email: EMAIL } }],
      orders: [{ orderId: "71" }],
      suppressions: [{ reason: "unsubscribe" }],
    });
    expect(await open()).toEqual([]);
  });

  test("exports only the guest's orders", async () => {
    const { db } = database;
    await createOrderRow(db, { profileId: null, placedAt: NOW, orderId: "72" });
    await createOrderRow(db, { profileId: "c2", placedAt: NOW, orderId: "73" });
    await ask({ email: "guest@example.com" }, [72, 73]);
    const found = await exportData();
    expect(found?.["orders"]?.map(({ orderId }) => orderId)).toEqual(["72"]);
    expect(found?.profiles).toEqual([]);
  });

  test("uses the address of an unknown customer", async () => {
    await ask({ id: 4, email: EMAIL });
    expect(await open()).toHaveLength(1);
    expect(await exportData()).toMatchObject({ profiles: [{ customerId: "1" }] });
    expect(await open()).toEqual([]);
  });

  test("stores no address in its log", async () => {
    await ask({ email: EMAIL });
    const entries = JSON.stringify(await database.db.auditEntry.findMany());
    expect(entries).toContain("customer_data_requested");
    expect(entries).not.toContain(EMAIL);
  });

  test("returns null for another shop", async () => {
    await ask({ email: EMAIL });
    expect(await open(OTHER_SHOP)).toEqual([]);
    expect(await exportData(OTHER_SHOP)).toBeNull();
    expect(await open()).toHaveLength(1);
  });
});
