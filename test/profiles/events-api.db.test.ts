import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { insertApiKey } from "~/events/api/api-key-store.server";
import { hashApiKey, makeApiKey } from "~/events/api/api-key.server";
import { ApiEvent, ApiProfile } from "~/events/api/api-requests";
import { eventsPersonalData, openPersonal } from "~/events/personal-data.server";
import { receiveApiRequest } from "~/profiles/api/receive-api-request.server";
import { storeEvents } from "~/profiles/api/store-events.server";
import { storeProperties } from "~/profiles/api/store-properties.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { listCustomerProperties } from "~/profiles/customer-property-store.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { createProfile } from "../support/rows";

const KEY = makeApiKey();
const OTHER_KEY = makeApiKey();
const testDeps = createTestDeps();
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  for (const [shopId, key] of [
    [SHOP, KEY],
    [OTHER_SHOP, OTHER_KEY],
  ] as const) {
    await createShop(database.db, shopId);
    const row = { keyId: "k1", name: "Reviews", hint: "wxyz", keyHash: hashApiKey(key) };
    await database.db.$transaction((tx) => insertApiKey(tx, shopId, row, daysAgo(1)));
  }
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.event.deleteMany();
  await db.profile.deleteMany();
  await db.customerMerge.deleteMany();
  await db.apiKey.updateMany({ data: { lastUsedAt: null } });
  await db.shop.updateMany({ data: { uninstalledAt: null } });
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await createProfile(db, testDeps.keyring, { shopId, customerId: "1" });
  }
  await createProfile(db, testDeps.keyring, { customerId: "2" });
});

interface Sent {
  readonly key?: string | null;
  readonly address?: string;
  readonly waiting?: number;
}

/** An hour between requests: the rate limits outlive a test. */
let elapsedMs = 0;

function post<T>(
  resource: Parameters<typeof receiveApiRequest<T>>[0],
  body: string,
  { key = KEY, address = "192.0.2.1", waiting = 0 }: Sent = {},
) {
  return receiveApiRequest(
    resource,
    {
      authorization: key === null ? null : `Bearer ${key}`,
      address,
      elapsedMs,
      readBody: () => Promise.resolve(new TextEncoder().encode(body)),
    },
    { ...testDeps, db: database.db, webhooks: { waitingCount: () => waiting } },
  );
}
beforeEach(() => {
  elapsedMs += 3_600_000;
});

const EVENTS = { field: "events", schema: ApiEvent, store: storeEvents } as const;
const PROFILES = { field: "profiles", schema: ApiProfile, store: storeProperties } as const;
const sendRaw = (body: string, sent?: Sent) => post<ApiEvent>(EVENTS, body, sent);
const send = (events: unknown, sent?: Sent) => sendRaw(JSON.stringify({ events }), sent);
const setAll = (profiles: unknown, sent?: Sent) =>
  post<ApiProfile>(PROFILES, JSON.stringify({ profiles }), sent);

const aReview = (id: string, change: object = {}) => ({
  id,
  name: "review_submitted",
  customer: { shopify_id: "1" },
  properties: { rating: 5, text: "Lovely" },
  ...change,
});
const listEvents = (shopId: ShopId = SHOP) =>
  database.db.event.findMany({ where: { shopId }, orderBy: { seq: "asc" } });
const done = (stored: number, duplicates = 0, errors: unknown[] = []) => ({
  kind: "done",
  result: { stored, duplicates, errors },
});

describe("an API key", () => {
  test("is required, and only a known one is accepted", async () => {
    const unauthorized = { kind: "unauthorized" };
    expect(await send([aReview("a")], { key: null })).toEqual(unauthorized);
    expect(await send([aReview("a")], { key: makeApiKey() })).toEqual(unauthorized);
    expect(await send([aReview("a")], { key: `${KEY}x` })).toEqual(unauthorized);
    expect(await listEvents()).toEqual([]);
  });

  test("writes only to its shop", async () => {
    expect(await send([aReview("a")], { key: OTHER_KEY })).toEqual(done(1));
    expect(await listEvents()).toEqual([]);
    expect(await listEvents(OTHER_SHOP)).toHaveLength(1);
    // Customer 2 is one of the first shop only.
    const foreign = aReview("b", { customer: { shopify_id: "2" } });
    expect(await send([foreign], { key: OTHER_KEY })).toMatchObject({
      result: { stored: 0, errors: [{ code: "customer_not_found" }] },
    });
  });

  test("is refused once the shop has uninstalled the app", async () => {
    await database.db.shop.updateMany({ where: { shopId: SHOP }, data: { uninstalledAt: NOW } });
    expect(await send([aReview("a")])).toEqual({ kind: "unauthorized" });
  });

  test("shows when it was last used, to the minute", async () => {
    await send([aReview("a")]);
    const key = await database.db.apiKey.findFirstOrThrow({ where: { shopId: SHOP } });
    expect(key.lastUsedAt).toEqual(NOW);
    const other = await database.db.apiKey.findFirstOrThrow({ where: { shopId: OTHER_SHOP } });
    expect(other.lastUsedAt).toBeNull();
  });

  test("is stored only as a hash", async () => {
    const rows = await database.db.$queryRaw<{ row: string }[]>`
      select to_jsonb(api_key)::text as row from api_key`;
    expect(rows.some(({ row }) => row.includes(KEY.slice(8)))).toBe(false);
  });

  test("has a limit of requests, which another shop does not share", async () => {
    const kinds = new Set<string>();
    for (let i = 0; i < 60; i += 1) kinds.add((await sendRaw("{}", { address: `a${i}` })).kind);
    expect(kinds).toEqual(new Set(["unreadable", "limited"]));
    expect(await send([aReview("a")], { key: OTHER_KEY })).toEqual(done(1));
  });

  test("cannot be guessed quickly from one address", async () => {
    const guess = () => send([], { key: makeApiKey(), address: "203.0.113.9" });
    const kinds = new Set<string>();
    for (let i = 0; i < 110; i += 1) kinds.add((await guess()).kind);
    expect(kinds).toEqual(new Set(["unauthorized", "limited"]));
  });

  test("waits while webhooks are behind", async () => {
    expect(await send([aReview("a")], { waiting: 500 })).toEqual({ kind: "shed" });
  });
});

describe("custom events", () => {
  test("are recorded with their properties sealed, and announced", async () => {
    const occurredAt = daysAgo(2);
    const event = aReview("a", { occurred_at: occurredAt.toISOString() });
    expect(await send([event])).toEqual(done(1));
    const [row] = await listEvents();
    expect(row).toMatchObject({
      ...{ source: "api", sourceId: "a", kind: "custom_event_received", customerId: "1" },
      ...{ occurredAt, payload: { name: "review_submitted" } },
    });
    expect(Buffer.from(row!.sealed!).toString("latin1")).not.toContain("Lovely");
    const opened = openPersonal(SHOP, { ...row!, sealed: row!.sealed! }, testDeps.keyring);
    expect(opened).toEqual({ properties: { rating: 5, text: "Lovely" } });
    expect(testDeps.announced.at(-1)).toEqual({ shopId: SHOP, fact: "events_recorded" });
  });

  test("are recorded once by their id, within a request and between requests", async () => {
    expect(await send([aReview("a"), aReview("a"), aReview("b")])).toEqual(done(2, 1));
    expect(await send([aReview("a"), aReview("c")])).toEqual(done(1, 1));
    expect(await listEvents()).toHaveLength(3);
  });

  test("find their customer by id, by GID, by email address and after a merge", async () => {
    await database.db.profile.updateMany({
      where: { shopId: SHOP, customerId: "2" },
      data: { deletedAt: NOW },
    });
    await database.db.customerMerge.create({
      data: { shopId: SHOP, customerId: "2", intoCustomerId: "1", mergedAt: NOW },
    });
    const customers = [
      { shopify_id: 1 },
      { shopify_id: "gid://shopify/Customer/1" },
      { email: "Customer-1@Example.com" },
      { shopify_id: "2" },
    ];
    const events = customers.map((customer, i) => aReview(`e${i}`, { customer }));
    expect(await send(events)).toEqual(done(4));
    expect((await listEvents()).map(({ customerId }) => customerId)).toEqual(["1", "1", "1", "1"]);
  });

  test("of unknown, deleted and erased customers are refused, and create no customer", async () => {
    const { db } = database;
    await db.profile.updateMany({
      where: { shopId: SHOP, customerId: "1" },
      data: { deletedAt: NOW },
    });
    await db.profile.updateMany({
      where: { shopId: SHOP, customerId: "2" },
      data: { marketingState: "redacted" },
    });
    const customers = [{ shopify_id: "1" }, { shopify_id: "2" }, { email: "nobody@example.com" }];
    const answer = await send(customers.map((customer, i) => aReview(`e${i}`, { customer })));
    const error = { code: "customer_not_found", field: "customer" };
    expect(answer).toMatchObject({
      result: { stored: 0, errors: [0, 1, 2].map((index) => ({ ...error, index })) },
    });
    expect(await listEvents()).toEqual([]);
    expect(await db.profile.count({ where: { shopId: SHOP } })).toBe(2);
  });

  test("are exported with the customer, and lose their properties in an erasure", async () => {
    await send([aReview("a")]);
    const person = {
      ...{ shopId: SHOP, customerIds: ["1"], profileIds: ["c1" as const] },
      ...{ emailIndexes: [], messageIds: [], orderIds: [] },
    };
    const exported = await eventsPersonalData.export(database.db, person, testDeps.keyring);
    expect(exported).toMatchObject({
      events: [{ personal: { properties: { rating: 5, text: "Lovely" } } }],
    });
    const context = { at: NOW, eraseEmails: () => Promise.resolve() };
    await database.db.$transaction((tx) => eventsPersonalData.erase(tx, person, context));
    expect(await listEvents()).toMatchObject([{ sourceId: "a", sealed: null }]);
  });

  test("that are invalid are refused by field, and the others are stored", async () => {
    const answer = await send([
      aReview("a", { name: "Review submitted" }),
      aReview("b"),
      aReview("c", { properties: { rating: { stars: 5 } } }),
      aReview("d", { occurred_at: daysAgo(-1).toISOString() }),
      aReview("e", { occurred_at: daysAgo(366).toISOString() }),
      aReview("f", { customer: { shopify_id: "1", email: "a@example.com" } }),
      aReview("g", { consent: true }),
      aReview("h", { properties: { text: "\0" } }),
    ]);
    expect(answer).toMatchObject({
      result: {
        stored: 1,
        errors: [
          { index: 0, field: "name" },
          { index: 2, field: "properties.rating" },
          { index: 3, field: "occurred_at" },
          { index: 4, field: "occurred_at" },
          { index: 5, field: "customer" },
          { index: 6, message: "The item has unknown fields: consent" },
          { index: 7, field: "properties.text" },
        ],
      },
    });
    expect((await listEvents()).map(({ sourceId }) => sourceId)).toEqual(["b"]);
  });

  test.each([
    ["no JSON", "{"],
    ["another list", JSON.stringify({ profiles: [] })],
    ["an empty list", JSON.stringify({ events: [] })],
    ["too many items", JSON.stringify({ events: Array(101).fill(aReview("a")) })],
    ["null", "null"],
    ["text in another encoding", "\ud800"],
  ])("are refused as a whole with %s", async (_what, body) => {
    expect(await sendRaw(body)).toMatchObject({ kind: "unreadable" });
  });
});

describe("customer properties", () => {
  const list = (shopId: ShopId = SHOP) =>
    database.db.profileProperty.findMany({
      where: { shopId },
      orderBy: [{ profileId: "asc" }, { name: "asc" }],
      select: { profileId: true, name: true, value: true, flowId: true },
    });

  test("are set and announced, and replaced by the last value", async () => {
    const customer = { shopify_id: "1" };
    const first = await setAll([
      { customer, properties: { tier: "silver", points: 20 } },
      { customer, properties: { tier: "gold", active: true } },
    ]);
    expect(first).toEqual(done(2));
    expect(await list()).toEqual(
      Object.entries({ active: "true", points: "20", tier: "gold" }).map(([name, value]) => ({
        ...{ profileId: "c1", flowId: "api", name, value },
      })),
    );
    expect(await list(OTHER_SHOP)).toEqual([]);
    expect(testDeps.announced.at(-1)).toEqual({ shopId: SHOP, fact: "profile_properties_set" });
  });

  test("are removed by null", async () => {
    const customer = { shopify_id: "1" };
    await setAll([{ customer, properties: { tier: "silver", points: 20 } }]);
    expect(await setAll([{ customer, properties: { tier: null } }])).toEqual(done(1));
    const properties = await listCustomerProperties(database.db, SHOP, profileIdOfCustomer("1"));
    expect(properties.map(({ name, value }) => [name, value])).toEqual([["points", "20"]]);
  });

  test("of unknown customers and without a value are refused", async () => {
    const answer = await setAll([
      { customer: { shopify_id: "9" }, properties: { tier: "gold" } },
      { customer: { shopify_id: "2" }, properties: { tier: "gold" } },
      { customer: { shopify_id: "2" }, properties: {} },
      { customer: { shopify_id: "2" }, properties: { tier: ["gold"] } },
    ]);
    expect(answer).toMatchObject({
      result: {
        stored: 1,
        errors: [
          { index: 0, code: "customer_not_found" },
          { index: 2, field: "properties" },
          { index: 3, field: "properties.tier" },
        ],
      },
    });
  });
});
