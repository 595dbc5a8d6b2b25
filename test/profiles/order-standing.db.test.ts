import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { isKeptSale, isSale } from "~/profiles/order-standing";
import { isKeptSaleSql, isSaleSql, SALE } from "~/profiles/order-standing-sql.server";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";

const FLAGS = [false, true];
const AMOUNTS = [
  [0, 0],
  [0, 1],
  [500, 0],
  [500, 499],
  [500, 500],
  [500, 501],
] as const;
const ORDERS = AMOUNTS.flatMap(([totalMinor, refundedMinor]) =>
  FLAGS.flatMap((isCanceled) =>
    FLAGS.flatMap((isDeleted) =>
      FLAGS.map((isTest) => ({ totalMinor, refundedMinor, isCanceled, isDeleted, isTest })),
    ),
  ),
).map((order, n) => ({ ...order, orderId: String(1_000 + n) }));

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
  await database.db.order.createMany({
    data: ORDERS.map(({ isCanceled, isDeleted, isTest, ...order }) => ({
      ...order,
      shopId: SHOP,
      name: `#${order.orderId}`,
      placedAt: NOW,
      cancelledAt: isCanceled ? NOW : null,
      deletedAt: isDeleted ? NOW : null,
      test: isTest,
      currency: "GBP",
      sourceUpdatedAt: NOW,
    })),
  });
});
afterAll(() => database.close());

test("SQL, Prisma and TypeScript agree on which orders are sales, and which of them were kept", async () => {
  const { db } = database;
  const found = await db.$queryRaw<{ orderId: string; isSale: boolean; isKept: boolean }[]>`
    select order_id as "orderId", ${isSaleSql()} as "isSale", ${isKeptSaleSql()} as "isKept"
    from "order" where shop_id = ${SHOP} order by order_id`;
  expect(found).toEqual(
    ORDERS.map((order) => ({
      orderId: order.orderId,
      isSale: isSale(order),
      isKept: isKeptSale(order),
    })),
  );
  const sales = await db.order.findMany({ where: { shopId: SHOP, ...SALE } });
  expect(sales.map(({ orderId }) => orderId).sort()).toEqual(
    ORDERS.filter(isSale).map(({ orderId }) => orderId),
  );
});
