import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { HOURS } from "~/ml/customers/hour-rates";
import { readShopHistory } from "~/predictions/history/history-store.server";
import { readEmailHistory } from "~/predictions/history/email-history-store.server";
import { readScoringFacts } from "~/predictions/scores/scoring-facts-store.server";
import type { Prisma } from "~/generated/prisma/client";
import { FREQUENCY_GROUPS } from "~/predictions/history/email-habits";
import { anId, createShop, daysAgo, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { storeRows } from "../../support/store-rows";

const { signal } = new AbortController();
let database: Database;
let restore: () => Promise<void>;

beforeAll(async () => {
  database = await openTestDatabase();
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await createShop(database.db, shopId);
    for (const customerId of ["1", "2", "3"]) {
      await database.db.profile.create({
        data: { shopId, profileId: `c${customerId}`, customerId, createdAt: daysAgo(100) },
      });
    }
  }
  restore = await storeRows(database.db);
});
afterAll(() => database.close());
beforeEach(() => restore());

async function storeOrder(overrides: Partial<Prisma.OrderUncheckedCreateInput>): Promise<void> {
  const orderId = anId();
  await database.db.order.create({
    data: {
      shopId: SHOP,
      orderId,
      name: `#${orderId}`,
      profileId: "c1",
      placedAt: daysAgo(10),
      currency: "GBP",
      totalMinor: 10_00n,
      sourceUpdatedAt: NOW,
      ...overrides,
    },
  });
}

const record = (kind: string, customerId: string, hours: number, payload: Prisma.JsonObject) =>
  database.db.event.create({
    data: {
      shopId: SHOP,
      source: "kindred",
      sourceId: anId(),
      kind,
      customerId,
      occurredAt: hoursAgo(hours),
      recordedAt: NOW,
      payload,
    },
  });

describe("readShopHistory", () => {
  test("sums purchases and kept amounts by day, in the shop's currency", async () => {
    await storeOrder({});
    await storeOrder({ refundedMinor: 4_00n });
    await storeOrder({ placedAt: daysAgo(3), currency: "EUR" });
    for (const flaw of [
      { cancelledAt: NOW },
      { refundedMinor: 10_00n },
      { test: true },
      { deletedAt: NOW },
      { profileId: null },
      { placedAt: hoursAgo(-1) },
      { shopId: OTHER_SHOP },
    ]) {
      await storeOrder({ placedAt: daysAgo(1), ...flaw });
    }
    const history = await readShopHistory(database.db, SHOP, NOW, signal);
    expect(history.profileIds).toEqual(["c1", "c2", "c3"]);
    const day = (days: number) => history.endDay - 1 - days;
    expect([...history.purchases.days]).toEqual([day(10), day(3)]);
    expect([...history.purchases.values]).toEqual([16_00, 0]);
    expect([...history.purchases.offsets]).toEqual([0, 2, 2, 2]);
    expect([...history.knownSinceDays]).toEqual([day(100), day(100), day(100)]);
  });

  test("reads a subset with the same values as all, without erased customers and visitors", async () => {
    await database.db.profile.create({
      data: { shopId: SHOP, profileId: "v9", createdAt: daysAgo(1) },
    });
    await database.db.profile.update({
      where: { shopId_profileId: { shopId: SHOP, profileId: "c3" } },
      data: { deletedAt: NOW },
    });
    await storeOrder({ profileId: "c3" });
    await record("email_sent", "3", 2, { messageId: "a" });
    const { history: some, email } = await readScoringFacts(
      database.db,
      SHOP,
      ["c3", "c2", "c1", "v9"],
      NOW,
    );
    expect(some).toEqual(await readShopHistory(database.db, SHOP, NOW, signal));
    expect(some.profileIds).toEqual(["c1", "c2"]);
    expect(email.exposures.reduce((sum, emails) => sum + emails)).toBe(0);
  });
});

describe("readEmailHistory and readScoringFacts", () => {
  test("count emails and human responses by hour of sending", async () => {
    // NOW is noon in London.
    await record("email_sent", "1", 2, { messageId: "a" });
    await record("email_sent", "1", 26, { messageId: "b" });
    await record("email_clicked", "1", 1, { messageId: "a", classification: "human" });
    await record("email_clicked", "1", 1, { messageId: "a", classification: "human" });
    await record("email_clicked", "1", 25, { messageId: "b", classification: "machine" });
    await record("email_sent", "2", 5, { messageId: "c" });
    await record("email_unsubscribed", "2", 4, { messageId: "c" });

    await database.db.profile.update({
      where: { shopId_profileId: { shopId: SHOP, profileId: "c1" } },
      data: { lastOrderAt: daysAgo(3) },
    });
    const { email } = await readScoringFacts(database.db, SHOP, ["c1", "c2"], NOW);
    const { exposures, responses, segmentOf, groupOf } = email;
    expect(exposures[10]).toBe(2);
    expect(responses[10]).toBe(1);
    expect(exposures[HOURS + 7]).toBe(1);
    expect(responses[HOURS + 7]).toBe(0);
    expect([...segmentOf]).toEqual([1, 0]);
    expect([...groupOf]).toEqual([FREQUENCY_GROUPS.engaged, FREQUENCY_GROUPS.new]);

    const { persons, losses, emails, answered } = await readEmailHistory(database.db, SHOP, NOW);
    expect({ emails, answered }).toEqual({ emails: 3, answered: 1 });
    expect(persons.exposures).toEqual(exposures);
    expect(persons.responses).toEqual(responses);
    // Each person's group just before: no one had clicked by then.
    expect(losses).toEqual({ emails: [0, 3, 0], lost: [0, 1, 0] });
    const other = await readEmailHistory(database.db, OTHER_SHOP, NOW);
    expect(other).toMatchObject({ emails: 0, losses: { emails: [0, 0, 0], lost: [0, 0, 0] } });
  });
});

describe("clicks and visits", () => {
  test("count human clicks and visits by day, from the identification on", async () => {
    const { db } = database;
    const { history: before } = await readScoringFacts(db, SHOP, ["c2"], NOW);
    expect(before.purchases.engagement).toBeUndefined();
    const visit = {
      shopId: SHOP,
      profileId: "c2",
      endedAt: NOW,
      pageCount: 2,
      dwellSeconds: 90,
      path: [],
      searches: ["tray"],
      viewed: [{ productId: "1", views: 1, dwellSeconds: 5, added: 0 }],
    };
    await db.visit.createMany({
      data: [
        { ...visit, visitorId: "v1", startedAt: daysAgo(20) },
        { ...visit, visitorId: "v1", startedAt: daysAgo(4) },
      ],
    });
    const joined = { shopId: SHOP, visitorId: "v1", customerId: "2", proof: "checkout" };
    await db.visitorJoin.createMany({
      data: [
        { ...joined, proofId: "ck1", shownAt: daysAgo(20), joinedAt: daysAgo(9) },
        { ...joined, proofId: "ck2", shownAt: daysAgo(4), joinedAt: daysAgo(4) },
      ],
    });
    const click = { shopId: SHOP, source: "kindred", kind: "email_clicked", customerId: "2" };
    for (const [by, days] of [
      ["human", 6],
      ["machine", 5],
      ["human", -1],
    ] as const) {
      await db.event.create({
        data: {
          ...click,
          sourceId: anId(),
          occurredAt: daysAgo(days),
          recordedAt: NOW,
          payload: { messageId: "m9", classification: by },
        },
      });
    }
    const { history } = await readScoringFacts(db, SHOP, ["c2"], NOW);
    const { purchases, endDay } = history;
    const day = (days: number) => endDay - 1 - days;
    expect(purchases.engagement).toEqual({
      offsets: Int32Array.of(0, 3),
      days: Float64Array.of(day(9), day(6), day(4)),
      clicks: Float64Array.of(0, 1, 0),
      visits: Float64Array.of(1, 0, 1),
      dwellSeconds: Float64Array.of(90, 0, 90),
      searches: Float64Array.of(1, 0, 1),
      views: Float64Array.of(1, 0, 1),
    });
  });
});
