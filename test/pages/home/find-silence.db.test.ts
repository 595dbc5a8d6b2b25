import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findSilence } from "~/pages/home/find-silence.server";
import type { ShopId } from "~/lib/shop-id";
import { daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  await storeBackfill("done");
});
afterAll(() => database.close());

const storeBackfill = (state: string) =>
  database.db.backfill.create({
    data: { shopId: SHOP, resource: "orders", state, nextRunAt: NOW },
  });

/** Two orders a day over a range of days ago. */
async function storeOrders(from: number, to: number, shopId: ShopId = SHOP, rest = {}) {
  const days = Array.from({ length: (from - to) * 2 + 1 }, (_, i) => from - i / 2);
  await database.db.order.createMany({
    data: days.map((ago, i) => ({
      ...{ shopId, orderId: `${from}-${i}`, name: "#1", placedAt: daysAgo(ago) },
      ...{ currency: "GBP", totalMinor: 10_00n, sourceUpdatedAt: daysAgo(ago), ...rest },
    })),
  });
}
const silence = () => findSilence(database.db, SHOP, "Europe/London", NOW);

test("asks a store with two orders a day and none for a week", async () => {
  await storeOrders(70, 7);
  expect(await silence()).toEqual({ lastOrderAt: daysAgo(7).toISOString(), ordersPerWeek: 14 });
});

test.each([
  ["had one today", 0],
  ["had none for a day", 1],
])("does not ask a store that %s", async (_what, to) => {
  await storeOrders(70, to);
  expect(await silence()).toBeNull();
});

test("does not count deleted, test or foreign orders", async () => {
  await storeOrders(70, 7);
  await storeShopWithFlows(database.db, OTHER_SHOP);
  await storeOrders(5, 0, OTHER_SHOP);
  await storeOrders(6, 3, SHOP, { test: true });
  await storeOrders(2, 0, SHOP, { deletedAt: NOW });
  expect(await silence()).toMatchObject({ lastOrderAt: daysAgo(7).toISOString() });
});

test("does not ask a new store or one whose orders are still imported", async () => {
  await storeOrders(20, 7);
  expect(await silence()).toBeNull();
  await storeOrders(69, 21);
  expect(await silence()).not.toBeNull();
  await database.db.backfill.updateMany({ data: { state: "importing" } });
  expect(await silence()).toBeNull();
});

test("does not ask a store while a later order waits to become a row", async () => {
  await storeOrders(70, 7);
  await database.db.event.create({
    data: {
      ...{ shopId: SHOP, source: "shopify", sourceId: "order/1", kind: "order_placed" },
      ...{ occurredAt: daysAgo(1), recordedAt: NOW, payload: {} },
    },
  });
  expect(await silence()).toBeNull();

  const { seq } = await database.db.event.findFirstOrThrow({ where: { shopId: SHOP } });
  await database.db.cursor.create({ data: { shopId: SHOP, consumer: "profiles", seq } });
  expect(await silence()).not.toBeNull();
});
