import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { countLift } from "~/feedback/lift/count-lift.server";
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
