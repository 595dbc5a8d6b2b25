import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordSearch, recordView } from "~/privacy/record-view.server";
import { createShop, hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());

test("records one customer view an hour, without personal data", async () => {
  for (const at of [hoursAgo(2), hoursAgo(2), hoursAgo(1.99), NOW]) {
    await recordView(database.db, SHOP, { what: "customer", customerId: "201" }, at);
  }
  await recordView(database.db, SHOP, { what: "customer", customerId: "202" }, NOW);
  const entries = await database.db.auditEntry.findMany({ orderBy: [{ at: "asc" }] });
  expect(entries.map(({ at }) => at)).toEqual([hoursAgo(2), NOW, NOW]);
  expect(entries[0]).toMatchObject({
    actor: "merchant",
    action: "customer_viewed",
    detail: { customerId: "201" },
  });
});

test("records one search for customers an hour, without the query", async () => {
  await database.db.auditEntry.deleteMany();
  for (const at of [hoursAgo(2), hoursAgo(1.99), NOW]) await recordSearch(database.db, SHOP, at);
  expect(await database.db.auditEntry.findMany({ orderBy: { at: "asc" } })).toMatchObject([
    { at: hoursAgo(2), action: "customers_searched", detail: {} },
    { at: NOW },
  ]);
});
