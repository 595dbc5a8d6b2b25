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
  const starts = ["2026-03-02T13:00:00Z", "2026-02-24T13:00:00Z", "2026-02-01T13:00:00Z"];
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
  const expected = { today: 1, week: 3, month: 5 };
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
  expect(sent).toEqual({ today: 1, week: 2, month: 3 });
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
  const none = { today: 0, week: 0, month: 0 };
  expect(await count()).toEqual({
    sent: none,
    clicks: none,
    creditedOrders: none,
    notSentToday: { withheld: 0, skipped: [] },
  });
});
