import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { readCohortLog, readHoldoutLog, readVariantLog } from "~/feedback/what-if/log-store.server";
import { anId, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createOrderRow } from "../../support/rows";
import {
  emptyTables,
  FLOW_ID,
  storeEnrollment,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

let database: Database;
const { keyring } = createTestDeps();
const TIME = { from: daysAgo(97), to: daysAgo(7), days: 7, capMinor: null };

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const newPerson = () => storeProfile(database.db, keyring, anId());

async function enroll(profileId: string, variant: "treated" | "holdout", at: Date) {
  const { db } = database;
  const enrollmentId = await storeEnrollment(db, profileId, { variant, enrolledAt: at });
  const isHeld = variant === "holdout";
  return storeMessage(db, profileId, {
    ...{ enrollmentId, plannedAt: at, state: isHeld ? "withheld" : "sent" },
    ...(isHeld ? { sentAt: null } : { sentAt: at }),
  });
}

const buy = (profileId: string, placedAt: Date, totalMinor: bigint) =>
  createOrderRow(database.db, { profileId, placedAt, totalMinor });

async function unsubscribe(messageId: string, at: Date) {
  const source = { source: "kindred", sourceId: anId(), kind: "email_unsubscribed" };
  await database.db.event.create({
    data: { shopId: SHOP, ...source, occurredAt: at, recordedAt: at, payload: { messageId } },
  });
}

describe("readHoldoutLog", () => {
  test("reads what each person did after their first email, and was before", async () => {
    const treated = await newPerson();
    await buy(treated, daysAgo(30), 20_00n);
    await buy(treated, daysAgo(400), 900_00n);
    const messageId = await enroll(treated, "treated", daysAgo(20));
    await buy(treated, daysAgo(15), 35_00n);
    await buy(treated, daysAgo(12), 70_00n);
    await unsubscribe(messageId, daysAgo(14));
    const of = { shopId: SHOP, profileId: treated, flowId: FLOW_ID, campaignId: "" };
    await database.db.liftForecast.create({ data: { ...of, predictedMinor: 12_00 } });
    const held = await newPerson();
    const before = await enroll(held, "holdout", daysAgo(20));
    await unsubscribe(before, daysAgo(12));
    const { rows, total } = await readHoldoutLog(database.db, SHOP, FLOW_ID, TIME);
    expect(total).toBe(2);
    expect(rows.find(({ profileId }) => profileId === treated)).toMatchObject({
      ...{ action: "treated", rate: 0.95, netMinor: 35_00, emails: 1, unsubscribes: 1 },
      ...{ predictedMinor: 12_00, spentMinor: 20_00, orders: 1 },
      daysSinceOrder: expect.closeTo(10, 6) as number,
    });
    expect(rows.find(({ profileId }) => profileId === held)).toMatchObject({
      ...{ action: "holdout", rate: 0.05, netMinor: 0, emails: 0, unsubscribes: 0 },
      ...{ predictedMinor: 0, spentMinor: 0, orders: 0, daysSinceOrder: null },
    });
  });

  test("reads first emails of this time only, each person once", async () => {
    const early = await newPerson();
    await enroll(early, "treated", daysAgo(120));
    await enroll(early, "treated", daysAgo(20));
    await enroll(await newPerson(), "treated", daysAgo(6));
    const twice = await newPerson();
    await enroll(twice, "treated", daysAgo(50));
    await enroll(twice, "treated", daysAgo(20));
    const { rows } = await readHoldoutLog(database.db, SHOP, FLOW_ID, TIME);
    expect(rows.map(({ profileId }) => profileId)).toEqual([twice]);
  });

  test("caps revenue, and counts emails of all kinds", async () => {
    const person = await newPerson();
    await enroll(person, "treated", daysAgo(20));
    await storeMessage(database.db, person, { plannedAt: daysAgo(18), sentAt: daysAgo(18) });
    await storeMessage(database.db, person, { plannedAt: daysAgo(12), sentAt: daysAgo(12) });
    await buy(person, daysAgo(19), 500_00n);
    const { rows } = await readHoldoutLog(database.db, SHOP, FLOW_ID, { ...TIME, capMinor: 80_00 });
    expect(rows).toMatchObject([{ netMinor: 80_00, emails: 2 }]);
  });

  test("compares the shop holdout with everyone else since it was set", async () => {
    await enroll(await newPerson(), "treated", daysAgo(40));
    await database.db.auditEntry.create({
      data: {
        ...{ shopId: SHOP, auditId: anId(), at: daysAgo(30), actor: "merchant" },
        action: "settings_saved",
        detail: { holdoutRate: 0.05, shopHoldoutRate: 0.1 },
      },
    });
    const held = await newPerson();
    await storeMessage(database.db, held, {
      ...{ plannedAt: daysAgo(20), state: "withheld", reason: "shop_holdout", sentAt: null },
      enrollmentId: await storeEnrollment(database.db, held),
    });
    await enroll(await newPerson(), "treated", daysAgo(20));
    const { rows } = await readHoldoutLog(database.db, SHOP, null, TIME);
    expect(rows.map(({ action, rate }) => ({ action, rate }))).toEqual(
      expect.arrayContaining([
        { action: "holdout", rate: 0.1 },
        { action: "treated", rate: 0.9 },
      ]),
    );
    expect(rows).toHaveLength(2);
  });

  test("reads nothing of another shop", async () => {
    await storeShopWithFlows(database.db, OTHER_SHOP);
    await enroll(await newPerson(), "treated", daysAgo(20));
    expect(await readHoldoutLog(database.db, OTHER_SHOP, FLOW_ID, TIME)).toEqual({
      ...{ rows: [], total: 0 },
    });
  });
});

describe("readVariantLog", () => {
  const asked = { of: "layout", flowId: FLOW_ID, stepId: "email-1" } as const;

  async function email(
    variant: string,
    rate: number,
    days: number,
    { kind = "layout", state = "sent" } = {},
  ) {
    const profileId = await newPerson();
    const messageId = await storeMessage(database.db, profileId, {
      ...{ plannedAt: daysAgo(days), state, sentAt: state === "sent" ? daysAgo(days) : null },
    });
    await database.db.messageVariant.create({
      data: { shopId: SHOP, messageId, kind, variant, rate },
    });
    return profileId;
  }

  test("reads emails with their recorded probability, on days when the variant could be drawn", async () => {
    await email("own", 1, 60);
    await email("own", 0.8, 30);
    await email("products_first", 0.2, 30);
    const buyer = await email("own", 0.1, 20);
    await email("products_first", 0.9, 20);
    await email("own", 1, 15);
    await email("line-2", 0.5, 25, { kind: "subject" });
    await email("own", 0.6, 25, { state: "skipped" });
    await email("own", 0.7, 25, { state: "withheld" });
    await buy(buyer, daysAgo(18), 9_00n);
    const { rows } = await readVariantLog(
      database.db,
      SHOP,
      { ...asked, variant: "products_first" },
      TIME,
    );
    const found = rows.map(({ action, rate, netMinor }) => `${action} ${rate} ${netMinor}`);
    expect(found.sort()).toEqual([
      ...["own 0.1 900", "own 0.6 0", "own 0.8 0", "products_first 0.2 0", "products_first 0.9 0"],
    ]);
  });

  test("reads all of them if the variant never was drawn", async () => {
    await email("own", 1, 20);
    const { rows } = await readVariantLog(
      database.db,
      SHOP,
      { ...asked, variant: "products_first" },
      TIME,
    );
    expect(rows).toMatchObject([{ action: "own", rate: 1 }]);
  });
});

test("readCohortLog reads who was emailed before, and what they did since", async () => {
  const person = await newPerson();
  await storeMessage(database.db, person, { plannedAt: daysAgo(35), sentAt: daysAgo(35) });
  await storeMessage(database.db, person, { plannedAt: daysAgo(10), sentAt: daysAgo(10) });
  await buy(person, daysAgo(3), 40_00n);
  await buy(person, daysAgo(32), 70_00n);
  const late = await newPerson();
  await storeMessage(database.db, late, { plannedAt: daysAgo(10), sentAt: daysAgo(10) });
  const log = await readCohortLog(
    database.db,
    SHOP,
    {
      cohortUntil: daysAgo(20),
      draw: (profileId) => ({ action: profileId === person ? "tolerance" : "own", rate: 0.15 }),
    },
    { from: daysAgo(20), to: NOW, capMinor: null },
  );
  expect(log).toMatchObject({
    total: 1,
    rows: [
      {
        ...{ profileId: person, action: "tolerance", rate: 0.15 },
        ...{ netMinor: 40_00, emails: 1, spentMinor: 70_00 },
      },
    ],
  });
});
