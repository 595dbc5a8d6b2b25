import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { sumCreditedRevenue } from "~/pages/home/credited-revenue.server";
import type { ShopId } from "~/lib/shop-id";
import { daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  emptyTables,
  storeCredit,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

let database: Database;
let ada: string;
let email: string;
const { keyring } = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  ada = await storeProfile(database.db, keyring, "ada");
  email = await storeMessage(database.db, ada);
});
afterAll(() => database.close());

/** An email sent this many days ago. */
async function storeSent(shopId: ShopId, days: number): Promise<void> {
  const counts = { sent: 1, delivered: 1, bounced: 0, complained: 0, unsubscribed: 0, orders: 0 };
  const seen = { opened: 0, openedByPeople: 0, clicked: 0, clickedByPeople: 0 };
  const day = new Date(daysAgo(days).toISOString().slice(0, 10));
  const of = { shopId, day, flowId: "welcome", stepId: "email-1", version: 1 };
  const data = { ...of, ...counts, ...seen, grossMinor: 0n, refundedMinor: 0n };
  await database.db.emailCount.create({ data });
}

const sum = (timeZone = "Europe/London") =>
  sumCreditedRevenue(database.db, SHOP, { days: 30, timeZone, currency: "GBP", now: NOW });

test("lists each of 30 days, net of refunds, in the shop's currency only", async () => {
  const { db } = database;
  await storeCredit(db, email, ada, { refundedMinor: 15_00n });
  await storeCredit(db, email, ada, { orderedAt: daysAgo(29) });
  await storeCredit(db, email, ada, { currency: "EUR" });
  const revenue = await sum();
  expect(revenue.days).toHaveLength(30);
  expect(revenue.days[0]).toEqual({ day: "2026-02-02", netMinor: 40_00 });
  expect(revenue.days[29]).toEqual({ day: "2026-03-03", netMinor: 25_00 });
  expect(revenue).toMatchObject({ orders: 2, netMinor: 65_00, refundedMinor: 15_00 });
});

test("compares with exactly the 30 days before, net of refunds", async () => {
  const { db } = database;
  await storeCredit(db, email, ada, { orderedAt: daysAgo(30), refundedMinor: 10_00n });
  await storeCredit(db, email, ada, { orderedAt: daysAgo(59) });
  await storeCredit(db, email, ada, { orderedAt: daysAgo(60) });
  const { orders, before } = await sum();
  expect(orders).toBe(0);
  expect(before).toEqual({ orders: 2, netMinor: 70_00, isComparable: false });
});

test("assigns an order to its day in the shop's time zone", async () => {
  const { db } = database;
  // 00:30 on 3 March in Sydney, and half an hour before midnight.
  await storeCredit(db, email, ada, { orderedAt: new Date("2026-03-02T13:30:00Z") });
  await storeCredit(db, email, ada, {
    orderedAt: new Date("2026-03-02T12:30:00Z"),
    refundedMinor: 1_00n,
  });
  expect((await sum("Australia/Sydney")).days.slice(-2)).toEqual([
    { day: "2026-03-02", netMinor: 39_00 },
    { day: "2026-03-03", netMinor: 40_00 },
  ]);
  expect((await sum()).days.slice(-2)).toEqual([
    { day: "2026-03-02", netMinor: 79_00 },
    { day: "2026-03-03", netMinor: 0 },
  ]);
});

test.each([
  ["before them and in them", [60, 40], true],
  ["on the first of them and after it", [59, 40], true],
  ["in their second half alone", [40, 35], false],
  ["long before them and in none of them", [90], false],
  ["in no time before", [3], false],
])("compares with the days before when emails were sent %s", async (_when, days, expected) => {
  for (const day of days) await storeSent(SHOP, day);
  // Another shop's emails do not count here.
  await storeShopWithFlows(database.db, OTHER_SHOP);
  for (const day of [90, 40]) await storeSent(OTHER_SHOP, day);
  expect((await sum()).before.isComparable).toBe(expected);
});

test("does not include another shop", async () => {
  const { db } = database;
  await storeShopWithFlows(db, OTHER_SHOP);
  const theirs = { shopId: OTHER_SHOP };
  const theirAda = await storeProfile(db, keyring, "ada", theirs);
  const theirEmail = await storeMessage(db, theirAda, theirs);
  await storeCredit(db, theirEmail, theirAda, theirs);
  await storeCredit(db, theirEmail, theirAda, { ...theirs, orderedAt: daysAgo(40) });
  expect(await sum()).toMatchObject({ orders: 0, netMinor: 0, before: { orders: 0, netMinor: 0 } });
});
