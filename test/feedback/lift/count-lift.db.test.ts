import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { countLift } from "~/feedback/lift/count-lift.server";
import { experimentsOf, isOfAllEmail } from "~/feedback/lift/lift-days";
import { anId, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  emptyTables,
  FLOW_ID,
  storeEnrollment,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";
import { changeMessages } from "../../support/message-rows";

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

describe("countLift", () => {
  const window = { windowHours: 120, now: NOW };

  type Times = { emailedAt: Date; orderedAt?: Date; totalMinor?: bigint };

  async function person(variant: "treated" | "holdout", times: Times) {
    const { db } = database;
    const profileId = await storeProfile(db, deps.keyring, anId());
    const enrollmentId = await storeEnrollment(db, profileId, {
      variant,
      enrolledAt: times.emailedAt,
    });
    await storeMessage(db, profileId, {
      enrollmentId,
      plannedAt: times.emailedAt,
      state: variant === "holdout" ? "withheld" : "sent",
    });
    if (times.orderedAt) {
      await db.order.create({
        data: {
          shopId: SHOP,
          orderId: anId(),
          name: "#1",
          profileId,
          placedAt: times.orderedAt,
          currency: "GBP",
          totalMinor: times.totalMinor ?? 10_00n,
          sourceUpdatedAt: times.orderedAt,
        },
      });
    }
    return { profileId, enrollmentId };
  }

  test("counts orders in the window after the sent or withheld email", async () => {
    await person("treated", { emailedAt: daysAgo(10), orderedAt: daysAgo(9), totalMinor: 30_00n });
    await person("treated", { emailedAt: daysAgo(10), orderedAt: daysAgo(11) });
    await person("treated", { emailedAt: daysAgo(10), orderedAt: daysAgo(4) });
    await person("holdout", { emailedAt: daysAgo(10), orderedAt: daysAgo(6) });
    await person("holdout", { emailedAt: daysAgo(10) });
    const day = daysAgo(10).toISOString().slice(0, 10);
    const of = { day, flowId: FLOW_ID, campaignId: "", holdoutRate: 0.05 };
    const squares = (minor: number) => ({ netMinor: minor, netSquares: minor ** 2 });
    expect(new Set(await countLift(database.db, SHOP, window))).toEqual(
      new Set([
        { ...of, variant: "treated", people: 3, ordered: 1, ...squares(30_00) },
        { ...of, variant: "holdout", people: 2, ordered: 1, ...squares(10_00) },
      ]),
    );
  });

  test("counts a campaign's treated and holdout profiles", async () => {
    const { db } = database;
    const campaign = { shopId: SHOP, campaignId: "spring", name: "Spring", status: "sent" };
    await db.campaign.create({
      data: { ...campaign, plan: {}, createdAt: daysAgo(9), updatedAt: daysAgo(9) },
    });
    for (const state of ["sent", "skipped", "withheld"]) {
      const profileId = await storeProfile(db, deps.keyring, anId());
      const email = { campaignId: "spring", flowId: null, flowVersion: null, stepId: null };
      await storeMessage(db, profileId, { ...email, state, plannedAt: daysAgo(8) });
    }
    expect(experimentsOf(await countLift(db, SHOP, window))).toMatchObject([
      { flowId: "", campaignId: "spring", treated: { people: 2 }, holdout: { people: 1 } },
    ]);
  });

  test("waits until the window has passed", async () => {
    await person("treated", { emailedAt: daysAgo(4), orderedAt: daysAgo(3) });
    expect(await countLift(database.db, SHOP, window)).toEqual([]);
  });

  test("counts a person once, with any number of emails and enrollments", async () => {
    const { profileId, enrollmentId } = await person("treated", { emailedAt: daysAgo(20) });
    await storeMessage(database.db, profileId, {
      enrollmentId,
      stepId: "email-2",
      plannedAt: daysAgo(19),
    });
    const second = await storeEnrollment(database.db, profileId);
    await storeMessage(database.db, profileId, { enrollmentId: second, plannedAt: daysAgo(10) });
    const [counts] = await countLift(database.db, SHOP, window);
    expect(counts?.people).toBe(1);
  });

  test("separates people who were drawn with different rates", async () => {
    await person("treated", { emailedAt: daysAgo(20) });
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
    await person("holdout", { emailedAt: daysAgo(10) });
    const counts = await countLift(database.db, SHOP, window);
    expect(counts.map(({ holdoutRate }) => holdoutRate)).toEqual([0.05, 0.5]);
  });

  test("compares the shop holdout with all other customers from the first later email, without flow holdouts", async () => {
    const { db } = database;
    const saved = (at: Date, shopHoldoutRate: number) =>
      db.auditEntry.create({
        data: {
          ...{ shopId: SHOP, auditId: anId(), at, actor: "merchant", action: "settings_saved" },
          detail: { holdoutRate: 0.05, shopHoldoutRate },
        },
      });
    await person("treated", { emailedAt: daysAgo(30) });
    await saved(daysAgo(20), 0.1);
    await person("treated", { emailedAt: daysAgo(10), orderedAt: daysAgo(9) });
    await person("holdout", { emailedAt: daysAgo(10) });
    const { profileId } = await person("holdout", {
      ...{ emailedAt: daysAgo(10), orderedAt: daysAgo(8), totalMinor: 7_00n },
    });
    const { count } = await changeMessages(db, { profileId }, { reason: "shop_holdout" });
    expect(count).toBe(1);
    const experiments = experimentsOf(await countLift(db, SHOP, window));
    expect(experiments.find(isOfAllEmail)).toMatchObject({
      holdoutRate: 0.1,
      treated: { people: 2, ordered: 1 },
      holdout: { people: 1, ordered: 1, netMinor: 7_00 },
    });
    expect(experiments.filter((it) => !isOfAllEmail(it))).toMatchObject([
      { flowId: FLOW_ID, treated: { people: 2 }, holdout: { people: 1, ordered: 0 } },
    ]);
  });

  test("sees nothing of another shop", async () => {
    await storeShopWithFlows(database.db, OTHER_SHOP);
    await person("treated", { emailedAt: daysAgo(10) });
    expect(await countLift(database.db, OTHER_SHOP, window)).toEqual([]);
  });
});
