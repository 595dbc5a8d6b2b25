import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { advanceCursor } from "~/events/event-store.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { recordWebhooks } from "~/events/inbox/inbox-store.server";
import { HANDOFFS } from "~/jobs/handoffs";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { eraseShop, RETAINED_AFTER_SHOP_ERASURE } from "~/privacy/erase-shop.server";
import { listOpenDataRequests } from "~/profiles/data-requests/data-request-store.server";
import { exportCustomer } from "~/privacy/export-customer.server";
import { fulfillCustomerRequest } from "~/profiles/data-requests/fulfill-data-request.server";
import { SEALED_COLUMNS } from "~/privacy/sealed-columns";
import type { ShopId } from "~/lib/shop-id";
import {
  anOrder,
  anOrderPlaced,
  createShop,
  daysAgo,
  NOW,
  OTHER_SHOP,
  SHOP,
} from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { fillFlows } from "./fill-flows";
import { openEverything } from "./open-everything";

const EMAIL = "orla.quill@example.com";
const signal = new AbortController().signal;
let database: Database;
let deps: TestDeps;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = createTestDeps();
  const { db } = database;
  await db.shop.updateMany({ data: { uninstalledAt: NOW } });
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await eraseShop(shopId, { requestKey: "" }, { db, ...deps });
  }
  await db.suppression.deleteMany();
  await db.auditEntry.deleteMany();
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await createShop(db, shopId);
    await fill(shopId);
  }
});

const utf8 = (text: string) => new TextEncoder().encode(text);
const WEBHOOK = {
  shopId: SHOP,
  webhookId: "request",
  eventId: null,
  apiVersion: null,
  triggeredAt: NOW,
  receivedAt: NOW,
};

const everything = (shopId: ShopId) => openEverything(database.db, shopId, deps.keyring);

/** A customer with every kind of stored data. */
async function fill(shopId: ShopId): Promise<void> {
  const { db } = database;
  const { keyring } = deps;
  const seal = (table: string, column: string, row: string) =>
    keyring.seal(`{"email": "${EMAIL}"}`, { table, column, shopId, row });
  const personal = { email: EMAIL, firstName: "Orla" };
  const order = { ...anOrderPlaced(anOrder({ orderId: "71" }), "1"), shopId, personal };
  await db.$transaction((tx) => recordEvents(tx, [order], deps));
  const { _max } = await db.event.aggregate({ _max: { seq: true } });
  await advanceCursor(db, shopId, "catalog", _max.seq!);
  await projectProfilesJob.run(shopId, { db, ...deps }, signal);
  await db.checkout.create({
    data: {
      shopId,
      token: "ck1",
      profileId: "c1",
      startedAt: NOW,
      currency: "GBP",
      totalMinor: 1,
      lines: [],
      sealedRecoveryUrl: seal("checkout", "sealed_recovery_url", "ck1"),
      sourceUpdatedAt: NOW,
    },
  });
  await db.prediction.create({
    data: {
      shopId,
      profileId: "c1",
      computedAt: NOW,
      modelVersions: {},
      grade: "C",
      buy30Rate: 0.25,
      detail: {},
      customerVector: {
        create: { version: 1, cluster: "occasional", numbers: new Uint8Array(40) },
      },
    },
  });
  await db.segment.create({
    data: {
      ...{ shopId, segmentId: "s1", name: "Regulars", createdAt: NOW, updatedAt: NOW },
      members: { create: { profileId: "c1", joinedAt: NOW } },
    },
  });
  await fillFlows(db, shopId, keyring, seal);
  await db.suppression.create({
    data: {
      shopId,
      emailIndex: keyring.blindIndex(shopId, EMAIL),
      reason: "unsubscribe",
      createdAt: daysAgo(1),
    },
  });
  await db.inboxEntry.create({
    data: {
      shopId,
      webhookId: "w1",
      topic: "orders/create",
      receivedAt: NOW,
      nextRunAt: NOW,
      state: "done",
      sealedBody: seal("inbox_entry", "sealed_body", "w1"),
    },
  });
}

describe("a customer erasure", () => {
  const request = { requestKey: "w9", customerId: "1", email: EMAIL, orderIds: ["71"] };
  const erase = (change: object = {}) =>
    eraseCustomer(SHOP, { ...request, ...change }, { db: database.db, ...deps });

  test("removes the customer from every column, sealed or not, and not another shop's", async () => {
    expect(await everything(SHOP)).toContain(EMAIL);
    await erase();
    expect(await everything(SHOP)).not.toContain(EMAIL);
    expect(await everything(SHOP)).not.toContain("Orla");
    expect(await everything(OTHER_SHOP)).toContain(EMAIL);
  });

  test("removes the customer's data in Shopify at once", async () => {
    deps.announced.length = 0;
    await erase();
    expect(deps.announced).toEqual([{ shopId: SHOP, fact: "customer_erased" }]);
    const woken: readonly string[] = HANDOFFS.customer_erased;
    expect(woken).toEqual(["predictions.sync-metafields", "messages.fill-code-pools"]);
  });

  test("keeps the suppression, adds an audit entry, and cancels planned emails", async () => {
    await erase();
    await erase();
    const { db } = database;
    const emailIndex = deps.keyring.blindIndex(SHOP, EMAIL);
    expect(await db.suppression.count({ where: { shopId: SHOP, emailIndex } })).toBe(1);
    expect(await db.auditEntry.findMany({ where: { shopId: SHOP } })).toMatchObject([
      { action: "customer_erased", detail: { profileIds: ["c1"] } },
    ]);
    const skipped = await db.messageStatus.findFirst({ where: { shopId: SHOP, messageId: "m2" } });
    expect(skipped).toMatchObject({ state: "skipped", reason: "erased" });
  });

  test("cancels pending notifications and deletes the properties set by flows", async () => {
    await erase();
    const { db } = database;
    expect(await db.flowAction.findMany({ where: { shopId: SHOP } })).toMatchObject([
      { state: "skipped", lastError: "erased", nextRunAt: null },
    ]);
    expect(await db.profileProperty.findMany()).toMatchObject([{ shopId: OTHER_SHOP }]);
  });

  test("removes predictions and segments, and does not affect another shop", async () => {
    await erase();
    const rows = await database.db.prediction.findMany({ select: { shopId: true } });
    expect(rows).toEqual([{ shopId: OTHER_SHOP }]);
    const members = await database.db.segmentMember.findMany({ select: { shopId: true } });
    expect(members).toEqual([{ shopId: OTHER_SHOP }]);
  });

  test("is not undone by late webhooks", async () => {
    await erase();
    const personal = { email: EMAIL };
    const late = { ...anOrderPlaced(anOrder(), "1"), personal };
    await database.db.$transaction((tx) => recordEvents(tx, [late], deps));
    await advanceCursor(database.db, SHOP, "catalog", 1_000_000n);
    await projectProfilesJob.run(SHOP, { db: database.db, ...deps }, signal);
    expect(await everything(SHOP)).not.toContain(EMAIL);
  });

  test("keeps excluding an address that becomes known later", async () => {
    await erase({ customerId: "2" });
    const late = { ...anOrderPlaced(anOrder(), "2"), personal: { email: "late@example.com" } };
    await database.db.$transaction((tx) => recordEvents(tx, [late], deps));
    expect(await everything(SHOP)).not.toContain("late@example.com");
  });

  test.each([
    ["the address", { customerId: null }],
    ["an order", { customerId: null, email: null }],
  ])("is found by %s when no customer is named", async (_what, change) => {
    expect(await erase(change)).toEqual({ profiles: 1 });
    expect(await everything(SHOP)).not.toContain(EMAIL);
  });

  test("runs by webhook, and purges the request itself", async () => {
    const { db } = database;
    const requested = { customer: { id: 1, email: EMAIL }, orders_to_redact: [71] };
    const body = JSON.stringify({ shop_domain: SHOP, ...requested });
    const webhook = { ...WEBHOOK, topic: "customers/redact", body: utf8(body) };
    await db.$transaction((tx) => recordWebhooks(tx, [webhook], deps));
    await drainInboxJob.run(SHOP, { db, ...deps }, signal);
    expect(await everything(SHOP)).not.toContain(EMAIL);
  });
});

describe("an export", () => {
  test("contains all data of a customer", async () => {
    const person = { customerId: "1", emailIndex: null, orderIds: [] };
    const result = await exportCustomer(database.db, SHOP, person, deps);
    expect(result).toMatchObject({
      profiles: [{ contact: { email: EMAIL, firstName: "Orla" } }],
      orders: [{ orderId: "71", lines: [{ title: "Cedar tray" }] }],
      checkouts: [{ token: "ck1" }],
      predictions: [{ grade: "C", buy30Rate: 0.25 }],
      segments: [{ segment: { name: "Regulars" } }],
      messages: [{ email: { email: EMAIL } }, { email: null }],
      suppressions: [{ reason: "unsubscribe" }],
      properties: [{ name: "Kind", value: "Orla's own" }],
      actions: [{ kind: "notify", state: "due" }],
    });
    expect(() => JSON.stringify(result)).not.toThrow();
  });

  test("finds data by address, and nothing of a stranger", async () => {
    const indexOf = (email: string) => deps.keyring.blindIndex(SHOP, email);
    const byAddress = { customerId: null, emailIndex: indexOf(EMAIL.toUpperCase()), orderIds: [] };
    expect((await exportCustomer(database.db, SHOP, byAddress, deps)).orders).toHaveLength(1);
    const stranger = { ...byAddress, emailIndex: indexOf("eve@example.com") };
    expect((await exportCustomer(database.db, SHOP, stranger, deps)).profiles).toEqual([]);
  });
});

describe("a data request forwarded by Shopify", () => {
  const exportData = (customerId: string) =>
    fulfillCustomerRequest(SHOP, customerId, { db: database.db, ...deps });

  test("is open, in its shop only, until the merchant has downloaded the data", async () => {
    const { db } = database;
    const requested = { customer: { id: 1 }, data_request: { id: 5 } };
    const body = JSON.stringify({ shop_domain: SHOP, ...requested });
    const webhook = { ...WEBHOOK, topic: "customers/data_request", body: utf8(body) };
    await db.$transaction((tx) => recordWebhooks(tx, [webhook], deps));
    await drainInboxJob.run(SHOP, { db, ...deps }, signal);
    expect(await listOpenDataRequests(db, SHOP)).toEqual([
      { customerId: "1", requestedAt: NOW.toISOString() },
    ]);
    expect(await listOpenDataRequests(db, OTHER_SHOP)).toEqual([]);

    expect(await exportData("1")).toMatchObject({ profiles: [{ contact: { email: EMAIL } }] });
    expect(await listOpenDataRequests(db, SHOP)).toEqual([]);
    expect(await db.auditEntry.findMany({ where: { action: "customer_exported" } })).toMatchObject([
      { shopId: SHOP, actor: "merchant", detail: { customerId: "1" } },
    ]);
  });

  test("exports and records nothing for an unknown customer", async () => {
    expect(await exportData("2")).toBeNull();
    expect(await database.db.auditEntry.count()).toBe(0);
  });
});

describe("a shop erasure", () => {
  const erase = () => eraseShop(SHOP, { requestKey: "w1" }, { db: database.db, ...deps });
  const uninstall = () =>
    database.db.shop.update({ where: { shopId: SHOP }, data: { uninstalledAt: NOW } });

  test("leaves only the rows that enforce it, and all rows of another shop", async () => {
    await uninstall();
    const before = await rowsByTable(OTHER_SHOP);
    expect(await erase()).toEqual({ kind: "erased" });
    expect(await erase()).toEqual({ kind: "erased" });
    const left = Object.keys(await rowsByTable(SHOP));
    // The request's own row is deleted when it is settled, and the sweep removes the row that has it look at the shop.
    expect(left.sort()).toEqual([...RETAINED_AFTER_SHOP_ERASURE, "due", "inbox_entry"].sort());
    expect(await rowsByTable(OTHER_SHOP)).toEqual(before);
  });

  test("works when the uninstall webhook was lost and Shopify denies access", async () => {
    await database.db.shop.update({ where: { shopId: SHOP }, data: { accessLostAt: NOW } });
    expect(await erase()).toEqual({ kind: "erased" });
    expect(await database.db.shop.findMany()).toMatchObject([{ shopId: OTHER_SHOP }]);
  });

  test("keeps everything when the app was installed again", async () => {
    expect(await erase()).toEqual({ kind: "kept", reason: "installed" });
    expect(await everything(SHOP)).toContain(EMAIL);
  });
});

/** Number of a shop's rows per table, for tables with any. */
async function rowsByTable(shopId: ShopId): Promise<Record<string, number>> {
  const tables = await database.db.$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'shop_id'`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await database.db.$queryRawUnsafe<{ count: bigint }[]>(
      `select count(*) from "${name}" where shop_id = $1`,
      shopId,
    );
    if (row && row.count > 0n) counts[name] = Number(row.count);
  }
  return counts;
}

test("every sealed column of the schema is known to erasure and rotation", async () => {
  const columns = await database.db.$queryRaw<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and column_name like 'sealed%'`;
  expect(SEALED_COLUMNS.map((it) => `${it.table}.${it.column}`).sort()).toEqual(
    columns.map((it) => it.name).sort(),
  );
});
