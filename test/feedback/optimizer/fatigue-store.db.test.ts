import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { readFatigue } from "~/feedback/optimizer/fatigue-store.server";
import {
  evidenceOfFatigue,
  excessOf,
  MAX_EXCESS,
  type ExposureStratum,
} from "~/ml/customers/email-fatigue";
import { anId, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createOrderRow } from "../../support/rows";
import {
  emptyTables,
  storeCredit,
  storeEngagementEvent,
  storeMessage,
  storeShopWithFlows,
} from "../../support/stored-rows";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const read = () => readFatigue(database.db, SHOP, NOW);
const CAMPAIGN = { ...anIntent(), purpose: "campaign" } as never;

/** Two people with an email every other day for 60 days, the last three days ago. */
async function emailOften(): Promise<Map<string, string[]>> {
  const { db } = database;
  const sent = new Map<string, string[]>();
  for (const profileId of ["c1", "c2"]) {
    await db.profile.create({
      data: { shopId: SHOP, profileId, customerId: profileId.slice(1), createdAt: daysAgo(100) },
    });
    const ids: string[] = [];
    for (let n = 0; n < 30; n++) {
      ids.push(
        await storeMessage(db, profileId, { sentAt: daysAgo(61 - 2 * n), intent: CAMPAIGN }),
      );
    }
    sent.set(profileId, ids);
  }
  return sent;
}

/** For the nth such email: up to 14 in the preceding 28 days. */
const beforeOf = (n: number) => Math.min(n, 14);

function stratum(answered: readonly number[], people: number): ExposureStratum {
  const all = Array.from({ length: 30 * people }, (_, n) => beforeOf(n % 30));
  const countsOf = (before: readonly number[]) =>
    Array.from(
      { length: MAX_EXCESS + 1 },
      (_, excess) => before.filter((it) => excessOf(it) === excess).length,
    );
  return { emails: countsOf(all), answers: countsOf(answered.map(beforeOf)) };
}

describe("readFatigue", () => {
  test("counts clicks within a person, and unsubscribes overall, by the number of earlier emails", async () => {
    const { db } = database;
    const sent = await emailOften();
    const clicked = [0, 1, 2, 3, 4, 5, 6, 8, 20];
    for (const n of clicked) {
      // Two clicks in one email count once; immediate, so that a clicking person is engaged from the next email on.
      for (const _ of [1, 2]) {
        await storeEngagementEvent(db, sent.get("c1")![n]!, { occurredAt: daysAgo(61 - 2 * n) });
      }
    }
    for (const n of [1, 9]) {
      await storeEngagementEvent(db, sent.get("c2")![n]!, {
        classification: "machine",
        occurredAt: daysAgo(10),
      });
    }
    const facts = await read();
    expect(facts).toMatchObject({ emails: 60, days: 61 });
    const expected = evidenceOfFatigue([stratum(clicked, 1)], []);
    expect(facts.evidence).toBeCloseTo(expected.evidence, 10);
    expect(facts.clickRatio).toBeCloseTo(expected.clickRatio!, 10);
    expect(facts.leaveRatio).toBeNull();
    expect(facts.evidence).toBeGreaterThan(1);
  });

  test("separates unsubscribes by email from other opt-outs", async () => {
    const { db } = database;
    const sent = await emailOften();
    const left = [3, 22, 23, 24, 25, 26, 27, 28, 29];
    for (const [n, nth] of left.entries()) {
      await db.event.create({
        data: {
          ...{ shopId: SHOP, source: "kindred", sourceId: `left-${n}`, kind: "email_unsubscribed" },
          ...{ customerId: "2", occurredAt: daysAgo(1), recordedAt: NOW },
          payload: { messageId: sent.get("c2")![nth]!, flowId: null, stepId: null },
        },
      });
    }
    const facts = await read();
    const expected = evidenceOfFatigue([], [stratum(left, 2)]);
    expect(facts.evidence).toBeCloseTo(expected.evidence, 10);
    expect(facts.leaveRatio).toBeCloseTo(expected.leaveRatio!, 10);
  });

  test("compares unsubscribes within engaged and unengaged customers", async () => {
    const { db } = database;
    const sent = await emailOften();
    const { currency } = await db.shop.findUniqueOrThrow({ where: { shopId: SHOP } });
    await db.order.create({
      data: {
        ...{ shopId: SHOP, orderId: anId(), name: "#1", profileId: "c1", currency },
        ...{ placedAt: daysAgo(70), sourceUpdatedAt: NOW, totalMinor: 4_000n },
      },
    });
    const leaves = { c1: [0, 29], c2: [21, 22, 23, 24, 25, 26, 27, 28] };
    for (const [profileId, left] of Object.entries(leaves)) {
      for (const nth of left) {
        await db.event.create({
          data: {
            ...{ shopId: SHOP, source: "kindred", sourceId: anId(), kind: "email_unsubscribed" },
            ...{ occurredAt: daysAgo(1), recordedAt: NOW },
            payload: { messageId: sent.get(profileId)![nth]!, flowId: null, stepId: null },
          },
        });
      }
    }
    const expected = evidenceOfFatigue([], [stratum(leaves.c1, 1), stratum(leaves.c2, 1)]);
    expect((await read()).evidence).toBeCloseTo(expected.evidence, 10);
  });

  test("ignores unsent, too recent and too old emails, and other shops", async () => {
    const { db } = database;
    await emailOften();
    const before = await read();
    await storeMessage(db, "c1", { sentAt: daysAgo(1), intent: CAMPAIGN });
    await storeMessage(db, "c1", { sentAt: null, state: "skipped", intent: CAMPAIGN });
    await storeMessage(db, "c1", { sentAt: daysAgo(300), intent: CAMPAIGN });
    await storeShopWithFlows(db, OTHER_SHOP);
    await db.profile.create({
      data: { shopId: OTHER_SHOP, profileId: "c1", customerId: "1", createdAt: daysAgo(100) },
    });
    await storeMessage(db, "c1", { shopId: OTHER_SHOP, sentAt: daysAgo(9), intent: CAMPAIGN });
    expect(await read()).toEqual(before);
  });

  test("counts an email before the period toward those after it", async () => {
    const { db } = database;
    await db.profile.create({
      data: { shopId: SHOP, profileId: "c1", customerId: "1", createdAt: daysAgo(300) },
    });
    for (let n = 0; n < 12; n++) {
      await storeMessage(db, "c1", { sentAt: daysAgo(181 + n), intent: CAMPAIGN });
    }
    const many: string[] = [];
    for (let n = 0; n < 10; n++) {
      many.push(await storeMessage(db, "c1", { sentAt: daysAgo(179 - n), intent: CAMPAIGN }));
    }
    const lone: string[] = [];
    for (let n = 0; n < 5; n++) {
      lone.push(await storeMessage(db, "c1", { sentAt: daysAgo(20 + 28 * n), intent: CAMPAIGN }));
    }
    for (const id of [...many.slice(0, 2), ...lone.slice(0, 4)]) {
      await storeEngagementEvent(db, id, { occurredAt: daysAgo(5) });
    }
    // Each of the ten followed at least twelve others: 2 of 10 clicked, compared with 4 of 5.
    expect(await read()).toMatchObject({
      emails: 15,
      people: 1,
      clickRatio: expect.closeTo(0.25) as number,
    });
  });

  test("counts the orders since the first email, and those after a click in an email that is limited", async () => {
    const { db } = database;
    const sent = await emailOften();
    const checkout = { ...anIntent(), purpose: "checkout" } as never;
    const requested = await storeMessage(db, "c1", { sentAt: daysAgo(20), intent: checkout });
    const place = (days: number, test = false) =>
      createOrderRow(db, { profileId: "c1", placedAt: daysAgo(days), test });
    await place(62);
    await place(30, true);
    await place(30);
    const campaign = { flowId: null, stepId: null };
    await storeCredit(db, sent.get("c1")![20]!, "c1", { orderId: await place(19), ...campaign });
    await storeCredit(db, requested, "c1", { orderId: await place(18) });
    expect(await read()).toMatchObject({ orders: 3, creditedOrders: 1 });
  });

  test("returns nothing for a shop without emails", async () => {
    expect(await read()).toEqual({
      ...{ evidence: 1, fewerClicks: 1, soonerLeaves: 1 },
      ...{ clickRatio: null, leaveRatio: null, emails: 0, people: 0, days: 0 },
      ...{ orders: 0, creditedOrders: 0 },
    });
  });
});
