import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  advanceCursor,
  findCursor,
  selectShopsBehind,
  readEvents,
  recordEvents,
} from "~/events/event-store.server";
import type { AnyEvent } from "~/events/event";
import { anOrder, anOrderPlaced, createShop, daysAgo, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { readDueShops } from "../support/due-shops";

let database: Database;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.event.deleteMany();
  await database.db.cursor.deleteMany();
  await database.db.shop.deleteMany();
  await createShop(database.db, SHOP);
  await createShop(database.db, OTHER_SHOP);
});

const record = (...events: AnyEvent[]) =>
  database.db.$transaction((tx) => recordEvents(tx, events, deps));

const read = (options: { consumer?: string; upTo?: string; limit?: number } = {}) =>
  readEvents(database.db, SHOP, { consumer: "catalog", limit: 100, ...options }, deps);

describe("recordEvents", () => {
  test("records a repeated event once, within a call and across calls", async () => {
    const event = anOrderPlaced(anOrder());
    expect(await record(event, event)).toMatchObject({ recorded: 1, duplicates: 1 });
    expect(await record(event)).toMatchObject({ recorded: 0, duplicates: 1 });
  });

  test("records an event once when ten requests send it at the same time", async () => {
    const event = anOrderPlaced(anOrder());
    const counts = await Promise.all(Array.from({ length: 10 }, () => record(event)));
    expect(counts.reduce((sum, it) => sum + it.recorded, 0)).toBe(1);
  });

  test("separates equal keys of two shops", async () => {
    const event = anOrderPlaced(anOrder());
    expect(await record(event, { ...event, shopId: OTHER_SHOP })).toMatchObject({ recorded: 2 });
    expect((await read()).events).toHaveLength(1);
  });

  test("returns the recorded events, which are sealed in between", async () => {
    const event: AnyEvent = {
      ...anOrderPlaced(anOrder({ cancelledAt: daysAgo(1) })),
      personal: { email: "orla@example.com", phone: null },
    };
    await record(event);
    const [row] = await database.db.event.findMany();
    expect(Buffer.from(row!.sealed!).toString("latin1")).not.toContain("orla");
    const [stored] = (await read()).events;
    expect(stored).toEqual({ ...event, seq: row!.seq });
  });

  test("stores no personal data of an erased customer", async () => {
    await database.db.profile.create({
      data: {
        shopId: SHOP,
        profileId: "cada",
        customerId: "ada",
        marketingState: "redacted",
        createdAt: daysAgo(9),
      },
    });
    await record({ ...anOrderPlaced(anOrder()), personal: { email: "ada@example.com" } });
    expect((await database.db.event.findFirst())!.sealed).toBeNull();
  });

  test("numbers events in recording order", async () => {
    const events = Array.from({ length: 50 }, () => anOrderPlaced(anOrder()));
    await record(...events);
    const seen = (await read()).events.map((it) => it.sourceId);
    expect(seen).toEqual(events.map((it) => it.sourceId));
  });
});

describe("readEvents", () => {
  test("continues at the cursor, in slices", async () => {
    await record(...Array.from({ length: 5 }, () => anOrderPlaced(anOrder())));
    const first = await read({ limit: 3 });
    expect(first).toMatchObject({ more: true, events: { length: 3 } });
    await advanceCursor(database.db, SHOP, "catalog", first.readTo);
    const second = await read({ limit: 3 });
    expect(second).toMatchObject({ more: false, events: { length: 2 } });
  });

  test("never reads ahead of the preceding consumer", async () => {
    await record(...Array.from({ length: 3 }, () => anOrderPlaced(anOrder())));
    const profiles = { consumer: "profiles", upTo: "catalog" };
    expect((await read(profiles)).events).toHaveLength(0);
    await advanceCursor(database.db, SHOP, "catalog", (await read({ limit: 2 })).readTo);
    expect((await read(profiles)).events).toHaveLength(2);
  });

  test("skips kinds that were not requested", async () => {
    await record(anOrderPlaced(anOrder()));
    const slice = await readEvents(
      database.db,
      SHOP,
      { consumer: "catalog", kinds: ["product_changed"], limit: 10 },
      deps,
    );
    expect(slice.events).toHaveLength(0);
    expect(slice.readTo).toBe((await read()).events[0]!.seq);
  });
});

test("never moves a cursor back", async () => {
  await advanceCursor(database.db, SHOP, "catalog", 9n);
  await advanceCursor(database.db, SHOP, "catalog", 4n);
  expect(await findCursor(database.db, SHOP, "catalog")).toBe(9n);
});

test("a shop lags while a consumer has unread events", async () => {
  const { db } = database;
  await record(anOrderPlaced(anOrder()));
  expect(await readDueShops(db, selectShopsBehind("catalog"))).toEqual([SHOP]);
  expect(await readDueShops(db, selectShopsBehind("profiles", "catalog"))).toEqual([]);
  await advanceCursor(db, SHOP, "catalog", (await read()).readTo);
  expect(await readDueShops(db, selectShopsBehind("catalog"))).toEqual([]);
  expect(await readDueShops(db, selectShopsBehind("profiles", "catalog"))).toEqual([SHOP]);
});
