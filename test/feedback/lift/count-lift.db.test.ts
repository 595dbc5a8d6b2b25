import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { computeCaps, countLift } from "~/feedback/lift/count-lift.server";
import { FREQUENCY_SCOPE, MERCHANT_SETTING } from "~/experiments/optimization/experiment";
import { recordDecision } from "~/experiments/optimization/experiment-store.server";
import { comparisonOf, experimentsOf } from "~/feedback/lift/lift-days";
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
import { createOrderRow } from "../../support/rows";
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

describe("computeCaps", () => {
  /** A customer for each amount, with one order before the first email. */
  async function spent(totals: readonly number[]) {
    const { db } = database;
    for (const total of totals) {
      const profileId = await storeProfile(db, deps.keyring, anId());
      await createOrderRow(db, { profileId, placedAt: daysAgo(40), totalMinor: BigInt(total) });
    }
    await storeMessage(db, await storeProfile(db, deps.keyring, anId()), {
      ...{ enrollmentId: null, plannedAt: daysAgo(20) },
    });
  }
  const hundred = Array.from({ length: 100 }, (_, i) => (i + 1) * 100);

  test("is what 99 of 100 spending customers did not exceed before the first email", async () => {
    await spent(hundred);
    const late = await storeProfile(database.db, deps.keyring, anId());
    await createOrderRow(database.db, {
      profileId: late,
      placedAt: daysAgo(5),
      totalMinor: 9_999_00n,
    });
    expect(await computeCaps(database.db, SHOP)).toEqual({ 7: 99_00, 30: 99_00 });
  });

  test("does not exist with fewer than a hundred spending customers", async () => {
    await spent(hundred.slice(1));
    expect(await computeCaps(database.db, SHOP)).toEqual({ 7: null, 30: null });
  });
});

describe("countLift", () => {
  const window = { caps: { 7: null, 30: null }, now: NOW, since: null };
  const countOf7 = async (options: Parameters<typeof countLift>[2] = window) =>
    (await countLift(database.db, SHOP, options)).filter(({ windowDays }) => windowDays === 7);

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
    await person("treated", { emailedAt: daysAgo(10), orderedAt: daysAgo(2) });
    await person("holdout", { emailedAt: daysAgo(10), orderedAt: daysAgo(6) });
    await person("holdout", { emailedAt: daysAgo(10) });
    const day = daysAgo(10).toISOString().slice(0, 10);
    const of = { day, flowId: FLOW_ID, campaignId: "", windowDays: 7, holdoutRate: 0.05 };
    const squares = (net: number) => ({
      ...{ net, netSquares: net ** 2, predicted: 0, predictedSquares: 0, predictedNet: 0 },
    });
    expect(new Set(await countOf7())).toEqual(
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
    expect(experimentsOf(await countOf7())).toMatchObject([
      { flowId: "", campaignId: "spring", treated: { people: 2 }, holdout: { people: 1 } },
    ]);
  });

  test("waits until each window has passed", async () => {
    await person("treated", { emailedAt: daysAgo(6), orderedAt: daysAgo(3) });
    await person("treated", { emailedAt: daysAgo(31), orderedAt: daysAgo(10) });
    const counted = await countLift(database.db, SHOP, window);
    expect(counted).toMatchObject([
      { windowDays: 7, people: 1, ordered: 0 },
      { windowDays: 30, people: 1, ordered: 1, net: 10_00 },
    ]);
  });

  test("counts at most the cap of a person's revenue and forecast", async () => {
    const { profileId } = await person("treated", {
      ...{ emailedAt: daysAgo(31), orderedAt: daysAgo(30), totalMinor: 500_00n },
    });
    const of = { shopId: SHOP, profileId, flowId: FLOW_ID, campaignId: "" };
    await database.db.liftForecast.create({ data: { ...of, predictedMinor: 90_00 } });
    const caps = { 7: 60_00, 30: 200_00 };
    expect(await countLift(database.db, SHOP, { caps, now: NOW, since: null })).toMatchObject([
      { windowDays: 7, net: 60_00, predicted: 60_00, predictedNet: 60_00 * 60_00 },
      { windowDays: 30, net: 200_00, predicted: 90_00, predictedSquares: 90_00 ** 2 },
    ]);
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
    const [counts] = await countOf7();
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
    const counts = await countOf7();
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
    const experiments = experimentsOf(await countOf7());
    expect(experiments.find((it) => comparisonOf(it) === "all_email")).toMatchObject({
      holdoutRate: 0.1,
      treated: { people: 2, ordered: 1 },
      holdout: { people: 1, ordered: 1, net: 7_00 },
    });
    expect(experiments.filter((it) => comparisonOf(it) === "source")).toMatchObject([
      { flowId: FLOW_ID, treated: { people: 2 }, holdout: { people: 1, ordered: 0 } },
    ]);
  });

  test("compares the baseline group with the other customers and those without email, since the first optimization", async () => {
    const { db } = database;
    await person("treated", { emailedAt: daysAgo(30) });
    expect((await countOf7()).map(comparisonOf)).toEqual(["source"]);
    const experiment = { ...FREQUENCY_SCOPE, variants: MERCHANT_SETTING, isHeld: false };
    const evidence = { kind: "trial", sends: 200 } as const;
    const trial = { experiment, after: MERCHANT_SETTING, evidence };
    await db.$transaction((tx) => recordDecision(tx, SHOP, trial, daysAgo(20)));
    await person("treated", { emailedAt: daysAgo(10), orderedAt: daysAgo(9) });
    const usual = await person("treated", { emailedAt: daysAgo(10) });
    await db.message.updateMany({
      where: { profileId: usual.profileId },
      data: { inBaseline: true },
    });
    const without = await person("holdout", {
      ...{ emailedAt: daysAgo(10), orderedAt: daysAgo(8), totalMinor: 7_00n },
    });
    await changeMessages(db, { profileId: without.profileId }, { reason: "shop_holdout" });
    const rows = (await countOf7()).filter((it) => comparisonOf(it) === "baseline");
    expect(rows.map(({ variant, people, ordered }) => ({ variant, people, ordered }))).toEqual([
      { variant: "holdout", people: 1, ordered: 0 },
      { variant: "no_email", people: 1, ordered: 1 },
      { variant: "treated", people: 1, ordered: 1 },
    ]);
    expect(experimentsOf(rows)).toMatchObject([
      { holdoutRate: 0.1, treated: { people: 1 }, holdout: { people: 1 } },
    ]);
  });

  test("sees nothing of another shop", async () => {
    await storeShopWithFlows(database.db, OTHER_SHOP);
    await person("treated", { emailedAt: daysAgo(10) });
    expect(await countLift(database.db, OTHER_SHOP, window)).toEqual([]);
  });
});
