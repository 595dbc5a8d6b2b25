import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import { dismissSetup, getHomeSummary } from "~/feedback/home-summary.server";
import { countLift } from "~/feedback/lift-counts.server";
import {
  anId,
  anOrder,
  anOrderPlaced,
  daysAgo,
  hoursAgo,
  NOW,
  OTHER_SHOP,
  SHOP,
} from "../support/builders";
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

describe("countLift", () => {
  const window = { windowHours: 120, now: NOW };

  async function person(arm: "treated" | "holdout", run: { mailedAt: Date; orderedAt?: Date }) {
    const { db } = database;
    const profileId = await storeProfile(db, deps.keyring, anId());
    const enrollmentId = await storeEnrollment(db, profileId, { arm, enrolledAt: run.mailedAt });
    await storeMessage(db, profileId, {
      enrollmentId,
      plannedAt: run.mailedAt,
      state: arm === "holdout" ? "withheld" : "sent",
    });
    if (run.orderedAt) {
      await db.order.create({
        data: {
          shopId: SHOP,
          orderId: anId(),
          name: "#1",
          profileId,
          placedAt: run.orderedAt,
          currency: "GBP",
          totalMinor: 1n,
          sourceUpdatedAt: run.orderedAt,
        },
      });
    }
    return { profileId, enrollmentId };
  }

  test("counts orders in the window after the mail that went or would have gone", async () => {
    await person("treated", { mailedAt: daysAgo(10), orderedAt: daysAgo(9) });
    await person("treated", { mailedAt: daysAgo(10), orderedAt: daysAgo(11) });
    await person("treated", { mailedAt: daysAgo(10), orderedAt: daysAgo(4) });
    await person("holdout", { mailedAt: daysAgo(10), orderedAt: daysAgo(6) });
    await person("holdout", { mailedAt: daysAgo(10) });
    expect(await countLift(database.db, SHOP, window)).toEqual([
      {
        flowId: FLOW_ID,
        holdoutRate: 0.05,
        treated: { people: 3, ordered: 1 },
        holdout: { people: 2, ordered: 1 },
      },
    ]);
  });

  test("waits until the window has passed", async () => {
    await person("treated", { mailedAt: daysAgo(4), orderedAt: daysAgo(3) });
    expect(await countLift(database.db, SHOP, window)).toEqual([]);
  });

  test("counts a person once, however many mails and runs they had", async () => {
    const { profileId, enrollmentId } = await person("treated", { mailedAt: daysAgo(20) });
    await storeMessage(database.db, profileId, {
      enrollmentId,
      stepId: "mail-2",
      plannedAt: daysAgo(19),
    });
    const second = await storeEnrollment(database.db, profileId);
    await storeMessage(database.db, profileId, { enrollmentId: second, plannedAt: daysAgo(10) });
    const [counts] = await countLift(database.db, SHOP, window);
    expect(counts?.treated.people).toBe(1);
  });

  test("keeps people apart who were drawn by different shares", async () => {
    await person("treated", { mailedAt: daysAgo(20) });
    await database.db.auditEntry.create({
      data: {
        shopId: SHOP,
        auditId: anId(),
        at: daysAgo(15),
        actor: "merchant",
        action: "settings_saved",
        detail: { holdoutRate: 0.5 },
      },
    });
    await person("holdout", { mailedAt: daysAgo(10) });
    const counts = await countLift(database.db, SHOP, window);
    expect(counts.map(({ holdoutRate }) => holdoutRate)).toEqual([0.05, 0.5]);
  });

  test("sees nothing of another shop", async () => {
    await storeShopWithFlows(database.db, OTHER_SHOP);
    await person("treated", { mailedAt: daysAgo(10) });
    expect(await countLift(database.db, OTHER_SHOP, window)).toEqual([]);
  });
});
