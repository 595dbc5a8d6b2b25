import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { createCampaign } from "~/campaigns/campaign-store.server";
import { listCustomerEmails } from "~/messages/customer-emails.server";
import { findCustomerByEmail, getCustomerList } from "~/pages/customers/customer-list.server";
import { readCustomerListFilter } from "~/pages/customers/customer-list-filter";
import { countCustomers } from "~/profiles/profile-store.server";
import { findCustomerPage } from "~/pages/customers/customer-page.server";
import {
  anOrder,
  anOrderPlaced,
  daysAgo,
  hoursAgo,
  NOW,
  OTHER_SHOP,
  SHOP,
} from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createOrderRow } from "../../support/rows";
import { storeRows } from "../../support/store-rows";
import { storeMessage, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
let restore: () => Promise<void>;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await storeShopWithFlows(db, SHOP);
  await storeShopWithFlows(db, OTHER_SHOP);
  await storeProfile(db, deps.keyring, "ada", {
    contact: { firstName: "Ada", lastName: "Lund", email: "Ada@Example.com", city: "Bath" },
    countryCode: "GB",
    marketingChangedAt: daysAgo(200),
    orderCount: 3,
    netSpendMinor: 84_00n,
    lastOrderAt: daysAgo(12),
    traits: { medianGapDays: 41.5, affinities: [{ productType: "Bag", share: 0.7 }] },
  });
  await storeProfile(db, deps.keyring, "ben", { lastOrderAt: null, orderCount: 0 });
  await db.suppression.create({
    data: {
      shopId: SHOP,
      emailIndex: deps.keyring.blindIndex(SHOP, "ada@example.com"),
      reason: "complaint",
      createdAt: daysAgo(1),
    },
  });
  const order = anOrder({ name: "#10423", placedAt: daysAgo(12) });
  await db.$transaction((tx) =>
    recordEvents(
      tx,
      [
        anOrderPlaced(order, "ada"),
        {
          ...anOrderPlaced(order, "ada"),
          kind: "email_clicked",
          source: "kindred",
          sourceId: "engagement/1",
          occurredAt: hoursAgo(1),
          payload: {
            messageId: "m1",
            flowId: null,
            stepId: null,
            linkIndex: 1,
            classification: "human",
          },
        },
        anOrderPlaced(anOrder(), "somebody-else"),
      ],
      deps,
    ),
  );
  await storeMessage(db, "cada", { messageId: "m1", sentAt: hoursAgo(1) });
  await storeMessage(db, "cada", {
    messageId: "m2",
    stepId: "email-2",
    state: "skipped",
    reason: "not_subscribed",
    sentAt: null,
    plannedAt: hoursAgo(0.5),
  });
  const computed = { computedAt: NOW, modelVersions: {}, grade: "D", detail: {} };
  await db.prediction.create({
    data: { shopId: SHOP, profileId: "cben", groupKey: "best", ...computed },
  });
  restore = await storeRows(database.db);
});
afterAll(() => database.close());
beforeEach(() => restore());

describe("findCustomerPage", () => {
  test("returns the customer's details", async () => {
    const page = await findCustomerPage(database.db, SHOP, "ada", deps);
    expect(page).toMatchObject({
      name: "Ada Lund",
      email: "Ada@Example.com",
      city: "Bath",
      countryCode: "GB",
      orderCount: 3,
      netSpendMinor: 84_00,
      daysSinceLastOrder: 12,
      medianGapDays: 41.5,
      affinities: [{ productType: "Bag", share: 0.7 }],
      consent: { state: "subscribed", changedAt: daysAgo(200).toISOString() },
      suppressions: ["complaint"],
    });
  });

  test("lists the customer's own events, newest first", async () => {
    const page = await findCustomerPage(database.db, SHOP, "ada", deps);
    expect(page?.timeline).toMatchObject([
      { kind: "email_clicked", messageId: "m1", classification: "human" },
      { kind: "order_placed", name: "#10423", totalMinor: 24_00, titles: ["Cedar tray"] },
    ]);
  });

  test("survives JSON, so that the page gets what the loader returned", async () => {
    const page = await findCustomerPage(database.db, SHOP, "ada", deps);
    expect(JSON.parse(JSON.stringify(page))).toEqual(page);
  });

  test("says how often orders had a discount code, once there are enough", async () => {
    const habit = async () =>
      (await findCustomerPage(database.db, SHOP, "ben", deps))?.discountHabit ?? null;
    const order = (days: number, discountCodes: string[], more: object = {}) =>
      createOrderRow(database.db, {
        ...{ profileId: "cben", placedAt: daysAgo(days), discountCodes, ...more },
      });
    await order(3, ["SUMMER"]);
    await order(9, []);
    // Neither counts: too long ago, and canceled.
    await order(400, ["SUMMER"]);
    await order(10, ["SUMMER"], { cancelledAt: daysAgo(9) });
    expect(await habit()).toBeNull();
    await order(20, ["SPRING"]);
    expect(await habit()).toEqual({ orders: 3, withCode: 2, expectedShare: 2.6 / 5 });
  });

  test("returns null for a customer of another shop", async () => {
    expect(await findCustomerPage(database.db, OTHER_SHOP, "ada", deps)).toBeNull();
  });
});

describe("listCustomerEmails", () => {
  test("names the flow and email and why one was not sent", async () => {
    expect(await listCustomerEmails(database.db, SHOP, "cada")).toMatchObject([
      { messageId: "m2", emailNumber: 2, state: "skipped", reason: "not_subscribed" },
      { messageId: "m1", flowName: "Abandoned checkout", emailNumber: 1, state: "sent" },
    ]);
  });

  test("names the email's campaign", async () => {
    const { db } = database;
    const campaignId = await createCampaign(db, SHOP, { name: "Autumn teas" }, hoursAgo(1));
    const ofCampaign = { campaignId, flowId: null, flowVersion: null, stepId: null };
    const plannedAt = hoursAgo(0.1);
    await storeMessage(db, "cada", { messageId: "m3", plannedAt, ...ofCampaign });
    const [latest] = await listCustomerEmails(db, SHOP, "cada");
    expect(latest).toMatchObject({ messageId: "m3", campaignName: "Autumn teas", flowName: null });
  });
});

describe("customers", () => {
  const ALL = readCustomerListFilter(new URLSearchParams());
  const listIds = async (query: string) => {
    const shown = { filter: readCustomerListFilter(new URLSearchParams(query)), page: 1 };
    const { rows } = await getCustomerList(database.db, SHOP, shown, deps);
    return rows.map(({ customerId }) => customerId);
  };

  test("are listed by their last order, those without one last", async () => {
    const list = await getCustomerList(database.db, SHOP, { filter: ALL, page: 1 }, deps);
    expect(list).toMatchObject({
      total: { count: 2, hasMore: false },
      hasNext: false,
      currency: "GBP",
    });
    expect(list.rows).toMatchObject([
      { customerId: "ada", name: "Ada Lund", email: "Ada@Example.com", netSpendMinor: 84_00 },
      { customerId: "ben", name: null, lastOrderAt: null },
    ]);
  });

  test.each([
    ["orders=several", ["ada"]],
    ["orders=none", ["ben"]],
    ["orders=one", []],
    ["lastOrder=within_30", ["ada"]],
    ["lastOrder=over_90", []],
    ["consent=subscribed&sort=spend", ["ada", "ben"]],
    ["consent=pending", []],
    ["group=best", ["ben"]],
    ["sort=newest", ["ada", "ben"]],
    ["consent=nonsense&sort=nonsense", ["ada", "ben"]],
  ])("are filtered and sorted by %s", async (query, customerIds) => {
    expect(await listIds(query)).toEqual(customerIds);
  });

  test("are found by their full email address in any case", async () => {
    const find = (email: string) => findCustomerByEmail(database.db, SHOP, email, deps);
    expect(await find(" ADA@example.COM ")).toBe("ada");
    expect(await find("ada@example")).toBeNull();
    expect(await findCustomerByEmail(database.db, OTHER_SHOP, "ada@example.com", deps)).toBeNull();
  });

  // Those without an order come last: on the second page, at the end of the first one, or from there on.
  test.each([30, 20, 25, 0])("fill pages of 25 with %i of 55 who have ordered", async (buyers) => {
    const { db } = database;
    const all = Array.from({ length: 55 }, (_, n) => `many-${String(n).padStart(2, "0")}`);
    for (const [n, customerId] of all.entries()) {
      const lastOrderAt = n < buyers ? daysAgo(n + 1) : null;
      await storeProfile(db, deps.keyring, customerId, { shopId: OTHER_SHOP, lastOrderAt });
    }
    const pages = await Promise.all(
      [1, 2, 3].map((page) => getCustomerList(db, OTHER_SHOP, { filter: ALL, page }, deps)),
    );
    expect(pages.map(({ hasNext }) => hasNext)).toEqual([true, true, false]);
    expect(pages.map(({ rows }) => rows.map(({ customerId }) => customerId))).toEqual([
      all.slice(0, 25),
      all.slice(25, 50),
      all.slice(50),
    ]);
  });

  test("are counted up to a limit in a large shop", async () => {
    const { db } = database;
    await db.$executeRaw`
      insert into profile (shop_id, profile_id, customer_id, created_at)
      select ${OTHER_SHOP}, 'cbulk-' || n, 'bulk-' || n, ${NOW} from generate_series(1, 10001) as n`;
    expect(await countCustomers(db, OTHER_SHOP)).toEqual({ count: 10_000, hasMore: true });
  });
});
