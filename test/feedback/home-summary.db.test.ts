import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { dismissSetup, getHomeSummary } from "~/feedback/home-summary.server";
import { saveLift } from "~/feedback/lift/lift-store.server";
import { anOrder, anOrderPlaced, daysAgo, hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import {
  emptyTables,
  FLOW_ID,
  storeCredit,
  storeEnrollment,
  storeHit,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../support/stored-rows";

let database: Database;
const deps = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const home = () => getHomeSummary(database.db, SHOP, deps);

describe("a shop that has just been installed", () => {
  test("is told what is left to do, and claims nothing", async () => {
    const { db } = database;
    await db.backfill.create({
      data: {
        shopId: SHOP,
        resource: "orders",
        state: "importing",
        objectCount: 90,
        importedCount: 30,
        nextRunAt: NOW,
      },
    });
    const summary = await home();
    expect(summary.setup).toEqual({
      isDismissed: false,
      backfills: [{ resource: "orders", state: "importing", objectCount: 90, importedCount: 30 }],
      isBrandReady: false,
      isSenderReady: false,
      liveFlowCount: 1,
    });
    expect(summary.today).toMatchObject({ events: 0, sent: 0, skipped: [] });
    expect(summary.feed).toEqual([]);
    expect(summary.revenue).toMatchObject({ orders: 0, netMinor: 0 });
    expect(summary.lift.overall).toMatchObject({ kind: "not_enough_data" });
    expect(summary.lift.flows).toMatchObject([
      { flowId: FLOW_ID, people: 0, lift: { kind: "not_enough_data" } },
    ]);
  });

  test("can put the guide away for good", async () => {
    await dismissSetup(database.db, SHOP, deps);
    expect((await home()).setup.isDismissed).toBe(true);
  });
});

describe("what happened", () => {
  test("today is counted from midnight on the shop's clocks", async () => {
    const { db } = database;
    // 00:30 in Sydney on 3 March is 13:30 on 2 March in UTC.
    await db.shop.update({ where: { shopId: SHOP }, data: { timeZone: "Australia/Sydney" } });
    const at = (iso: string) => anOrderPlaced(anOrder({ placedAt: new Date(iso) }));
    await db.$transaction((tx) =>
      recordEvents(
        tx,
        [at("2026-03-02T12:30:00Z"), at("2026-03-02T13:30:00Z"), at("2026-03-03T11:00:00Z")],
        deps,
      ),
    );
    expect((await home()).today.events).toBe(2);
  });

  test("today tells why mails were not sent, and counts people's clicks only", async () => {
    const { db } = database;
    const ada = await storeProfile(db, deps.keyring, "ada");
    const unsent = { sentAt: null, plannedAt: hoursAgo(1) };
    for (const reason of ["suppressed", "not_subscribed", "not_subscribed"]) {
      await storeMessage(db, ada, { ...unsent, state: "skipped", reason });
    }
    await storeMessage(db, ada, { ...unsent, state: "withheld", reason: "holdout" });
    await storeMessage(db, ada, {
      ...unsent,
      state: "skipped",
      reason: "expired",
      plannedAt: daysAgo(2),
    });
    const mail = { messageId: "m1", flowId: FLOW_ID, stepId: "mail-1" };
    const event = {
      ...anOrderPlaced(anOrder(), "ada"),
      source: "kindred",
      occurredAt: hoursAgo(1),
    } as const;
    await db.$transaction((tx) =>
      recordEvents(
        tx,
        [
          { ...event, kind: "mail_sent", sourceId: "message/m1/sent", payload: mail },
          {
            ...event,
            kind: "mail_clicked",
            sourceId: "hit/1",
            payload: { ...mail, linkIndex: 1, class: "human" },
          },
          {
            ...event,
            kind: "mail_clicked",
            sourceId: "hit/2",
            payload: { ...mail, linkIndex: 1, class: "machine" },
          },
        ],
        deps,
      ),
    );
    const { today, feed } = await home();
    expect(today).toMatchObject({
      sent: 1,
      clicks: 1,
      withheld: 1,
      skipped: [
        { reason: "not_subscribed", count: 2 },
        { reason: "suppressed", count: 1 },
      ],
    });
    expect(feed.filter(({ kind }) => kind === "mail_clicked")).toHaveLength(1);
  });

  test("the feed puts all kinds of happenings in one order, newest first", async () => {
    const { db } = database;
    const ada = await storeProfile(db, deps.keyring, "ada");
    await storeEnrollment(db, ada, { enrolledAt: hoursAgo(3) });
    const sent = await storeMessage(db, ada);
    await storeHit(db, sent);
    await storeCredit(db, sent, ada, { orderedAt: hoursAgo(1), refundedMinor: 5_00n });
    await storeMessage(db, ada, { state: "skipped", reason: "expired", plannedAt: hoursAgo(2) });
    await db.$transaction((tx) =>
      recordEvents(tx, [anOrderPlaced(anOrder({ placedAt: hoursAgo(0.5) }), "ada")], deps),
    );
    const { feed } = await home();
    expect(feed.map(({ kind }) => kind)).toEqual([
      "order_placed",
      "order_credited",
      "mail_skipped",
      "enrolled",
    ]);
    expect(feed[1]).toMatchObject({
      customerId: "ada",
      flowName: "Abandoned checkout",
      netMinor: 35_00,
    });
  });
});

describe("credited revenue", () => {
  test("has every one of 30 days, net of refunds, by the shop's calendar", async () => {
    const { db } = database;
    const ada = await storeProfile(db, deps.keyring, "ada");
    const mail = await storeMessage(db, ada);
    await storeCredit(db, mail, ada, { refundedMinor: 15_00n });
    await storeCredit(db, mail, ada, { orderedAt: daysAgo(29) });
    await storeCredit(db, mail, ada, { orderedAt: daysAgo(31) });
    await storeCredit(db, mail, ada, { currency: "EUR" });
    const { revenue } = await home();
    expect(revenue.days).toHaveLength(30);
    expect(revenue.days[0]).toEqual({ day: "2026-02-02", netMinor: 40_00 });
    expect(revenue.days[29]).toEqual({ day: "2026-03-03", netMinor: 25_00 });
    expect(revenue).toMatchObject({ orders: 2, netMinor: 65_00, refundedMinor: 15_00 });
  });
});

describe("lift", () => {
  test("is as it was counted last, and says when", async () => {
    const { db } = database;
    expect((await home()).lift.countedAt).toBeNull();
    const counts = [
      {
        flowId: FLOW_ID,
        holdoutRate: 0.05,
        treated: { people: 30, ordered: 3 },
        holdout: { people: 2, ordered: 0 },
      },
    ];
    const basis = { windowHours: 120, settingsVersion: 0, seq: 0n };
    await saveLift(db, SHOP, { countedAt: hoursAgo(0.25), counts }, basis);
    const { lift } = await home();
    expect(lift.countedAt).toBe(hoursAgo(0.25).toISOString());
    expect(lift.flows).toMatchObject([{ flowId: FLOW_ID, people: 32 }]);
  });
});
