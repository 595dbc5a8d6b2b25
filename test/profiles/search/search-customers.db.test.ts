import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AnyEvent, Personal } from "~/events/event";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { indexCustomersJob } from "~/profiles/search/index-customers.job.server";
import { searchCustomers } from "~/profiles/search/search-customers.server";
import {
  anOrder,
  anOrderPlaced,
  daysAgo,
  hoursAgo,
  OTHER_SHOP,
  SHOP,
} from "../../support/builders";
import { openProfileBench, type ProfileBench } from "../profile-bench";
import { anEvent } from "../events";

let bench: ProfileBench;
beforeAll(async () => {
  bench = await openProfileBench();
});
afterAll(() => bench.database.close());
beforeEach(() => bench.empty());

const ordered = (customerId: string, personal: Personal, name: string, days: number): AnyEvent => ({
  ...anOrderPlaced(anOrder({ orderId: `o-${name}`, name, placedAt: daysAgo(days) }), customerId),
  personal,
});

const find = async (query: string, limit = 9, shopId = SHOP) => {
  const found = await searchCustomers(bench.database.db, shopId, query, { ...bench.deps, limit });
  return { ...found, customers: found.customers.map(({ customerId }) => customerId) };
};
const idsOf = async (query: string) => (await find(query)).customers;

const ADA = { firstName: "Ada", lastName: "Lundgren", email: "ada.l@example.com" };
const ADAM = { firstName: "Adam", lastName: "Quill", email: "quill@example.com" };

test("finds customers by name, address, order number and customer number, latest order first", async () => {
  await bench.receive(ordered("11", ADA, "#1001", 9), ordered("12", ADAM, "EN-1002", 3));
  expect(await idsOf("ada")).toEqual(["12", "11"]);
  expect(await idsOf("lund ad")).toEqual(["11"]);
  expect(await idsOf("ADA.L@example.com")).toEqual(["11"]);
  expect(await idsOf("ada.l@exam")).toEqual(["11"]);
  expect(await idsOf("1001")).toEqual(["11"]);
  expect(await idsOf("#1001")).toEqual(["11"]);
  expect(await idsOf("en-1002")).toEqual(["12"]);
  expect(await idsOf("12")).toEqual(["12"]);
  expect(await idsOf("adalbert")).toEqual([]);
  expect((await find("ada", 9, OTHER_SHOP)).customers).toEqual([]);
});

test("says when more customers match than were asked for", async () => {
  await bench.receive(ordered("11", ADA, "#1001", 9), ordered("12", ADAM, "#1002", 3));
  expect(await find("ada", 1)).toEqual({ customers: ["12"], hasMore: true, isShort: false });
  expect(await find("ada", 2)).toMatchObject({ hasMore: false });
});

test("finds a renamed customer by the new name only, and a deleted one by none", async () => {
  await bench.receive(ordered("11", ADA, "#1001", 9));
  const renamed = { createdAt: daysAgo(9), updatedAt: hoursAgo(2) };
  await bench.receive(
    anEvent(
      "customer_updated",
      { ...renamed, locale: null, countryCode: null, consent: null },
      "u1",
      {
        customerId: "11",
        personal: { ...ADA, lastName: "Berg" },
      },
    ),
  );
  expect(await idsOf("lundgren")).toEqual([]);
  expect(await idsOf("ada berg")).toEqual(["11"]);
  await bench.receive(anEvent("customer_deleted", {}, "d1", { customerId: "11" }));
  expect(await idsOf("berg")).toEqual([]);
  expect(await bench.database.db.searchToken.count()).toBe(0);
});

test("leaves nothing of an erased customer in the index", async () => {
  const { db } = bench.database;
  await bench.receive(ordered("11", ADA, "#1001", 9), ordered("12", ADAM, "#1002", 3));
  const request = { requestKey: "e1", customerId: "11", email: null, orderIds: [] };
  await eraseCustomer(SHOP, request, { ...bench.deps, db });
  await bench.receive(ordered("11", ADA, "#1003", 1));
  expect(await idsOf("ada")).toEqual(["12"]);
  expect(await db.searchToken.count({ where: { profileId: "c11" } })).toBe(0);
});

test("indexes customers who were stored earlier, in slices that can be repeated", async () => {
  const { db } = bench.database;
  await bench.receive(
    ...Array.from({ length: 251 }, (_, n) => ordered(`${100 + n}`, ADA, `#${n}`, 9)),
  );
  await db.searchToken.deleteMany();
  await db.profile.updateMany({ data: { searchVersion: 0 } });
  // A row of an earlier version.
  await db.searchToken.create({ data: { shopId: SHOP, profileId: "c100", token: 7n } });
  const { signal } = new AbortController();
  const run = () => indexCustomersJob.run(SHOP, { db, ...bench.deps }, signal);
  expect(await run()).toEqual({ more: true });
  expect(await run()).toEqual({ more: false });
  expect(await run()).toEqual({ more: false });
  expect((await find("lundgren", 300)).customers).toHaveLength(251);
  expect(await db.searchToken.count({ where: { token: 7n } })).toBe(0);
});
