import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { countActivity } from "~/pages/home/activity.server";
import { daysAgo, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  emptyTables,
  storeCredit,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";
import { aClick, record } from "./email-events";

let database: Database;
const { keyring } = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const count = (timeZone = "Europe/London", now = NOW) =>
  countActivity(database.db, SHOP, { timeZone, now });

test("the periods of today, 7 and 30 days begin at midnight in the shop's time zone and include today", async () => {
  const { db } = database;
  const ada = await storeProfile(db, keyring, "ada");
  // Sydney is 11 hours ahead: its 3 March began at 13:00 UTC on the 2nd.
  const starts = [
    "2026-03-02T13:00:00Z",
    "2026-02-24T13:00:00Z",
    "2026-02-17T13:00:00Z",
    "2026-02-01T13:00:00Z",
  ];
  const edges = starts.flatMap((iso) => {
    const start = new Date(iso);
    return [new Date(start.getTime() - 1), start];
  });
  for (const at of edges) {
    const email = await storeMessage(db, ada, { sentAt: at });
    await storeCredit(db, email, ada, { orderedAt: at });
  }
  await record(
    db,
    edges.map((at) => aClick({ at })),
  );
  // The week before ended at this time of its last day: 00:59:59 in Sydney, just before this week began, is later.
  const expected = { today: 1, week: 3, weekBefore: 1, month: 7 };
  expect(await count("Australia/Sydney")).toMatchObject({
    sent: expected,
    clicks: expected,
    creditedOrders: expected,
  });
});

test("a period with a clock change still begins at midnight", async () => {
  const { db } = database;
  const ada = await storeProfile(db, keyring, "ada");
  // London put its clocks forward on 29 March 2026: before it midnight is 00:00 UTC, after it 23:00.
  for (const iso of ["2026-03-25T23:30:00Z", "2026-03-26T00:00:00Z", "2026-03-31T23:00:00Z"]) {
    await storeMessage(db, ada, { sentAt: new Date(iso) });
  }
  const { sent } = await count("Europe/London", new Date("2026-04-01T12:00:00Z"));
  expect(sent).toEqual({ today: 1, week: 2, weekBefore: 0, month: 3 });
});

test("only sent emails and human clicks count", async () => {
  const { db } = database;
  const ada = await storeProfile(db, keyring, "ada");
  await storeMessage(db, ada);
  await storeMessage(db, ada, { state: "planned", sentAt: null });
  await storeMessage(db, ada, { state: "skipped", reason: "expired", sentAt: null });
  const at = hoursAgo(1);
  await record(db, [aClick({ at }), aClick({ at, by: "machine" }), aClick({ at, by: "unknown" })]);
  const { sent, clicks } = await count();
  expect(sent.today).toBe(1);
  expect(clicks.today).toBe(1);
});

test("lists skip reasons by frequency, apart from the holdout", async () => {
  const { db } = database;
  const ada = await storeProfile(db, keyring, "ada");
  const unsent = { sentAt: null, plannedAt: hoursAgo(1), state: "skipped" };
  for (const reason of ["suppressed", "not_subscribed", "not_subscribed"]) {
    await storeMessage(db, ada, { ...unsent, reason });
  }
  await storeMessage(db, ada, { ...unsent, state: "withheld", reason: "holdout" });
  await storeMessage(db, ada, { ...unsent, reason: "expired", plannedAt: daysAgo(2) });
  expect((await count()).notSentToday).toEqual({
    withheld: 1,
    skipped: [
      { reason: "not_subscribed", count: 2 },
      { reason: "suppressed", count: 1 },
    ],
  });
});

test("does not count another shop", async () => {
  const { db } = database;
  await storeShopWithFlows(db, OTHER_SHOP);
  const theirs = { shopId: OTHER_SHOP };
  const ada = await storeProfile(db, keyring, "ada", theirs);
  const email = await storeMessage(db, ada, theirs);
  await storeMessage(db, ada, { ...theirs, state: "skipped", plannedAt: hoursAgo(1) });
  await storeCredit(db, email, ada, theirs);
  await record(db, [aClick({ ...theirs, at: hoursAgo(1) })]);
  const none = { today: 0, week: 0, weekBefore: 0, month: 0 };
  expect(await count()).toEqual({
    sent: none,
    clicks: none,
    creditedOrders: none,
    flows: null,
    notSentToday: { withheld: 0, skipped: [] },
  });
});

test("names the live flows with the most and the least revenue per email, from a hundred emails on", async () => {
  const { db } = database;
  const row = (flowId: string, sent: number, gross: number) => ({
    ...{ shopId: SHOP, day: daysAgo(2), flowId, stepId: "email-1", version: 1, sent },
    ...{ delivered: sent, bounced: 0, complained: 0, unsubscribed: 0, opened: 0 },
    ...{ openedByPeople: 0, clicked: 0, clickedByPeople: 0, orders: 1 },
    ...{ grossMinor: BigInt(gross), refundedMinor: 10_00n },
  });
  await db.emailCount.createMany({
    data: [
      row("abandoned-checkout", 200, 210_00),
      row("welcome", 150, 25_00),
      row("win-back", 99, 900_00),
      row("thank-you", 500, 0),
    ],
  });
  await db.flow.updateMany({ where: { shopId: SHOP }, data: { status: "live" } });
  await db.flow.update({
    where: { shopId_flowId: { shopId: SHOP, flowId: "thank-you" } },
    data: { status: "paused" },
  });
  expect((await count()).flows).toEqual({
    best: { flowId: "abandoned-checkout", name: "Abandoned checkout", netMinorPer100: 100_00 },
    lowest: { flowId: "welcome", name: "Welcome", netMinorPer100: 10_00 },
  });
});
