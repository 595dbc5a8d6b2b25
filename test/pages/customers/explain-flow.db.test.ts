import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { explainFlow } from "~/pages/customers/explain-flow.server";
import { findFlowCalendar } from "~/pages/flows/flow-calendar.server";
import { hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
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
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await emptyTables(db);
  for (const shopId of [SHOP, OTHER_SHOP]) {
    await storeShopWithFlows(db, shopId);
    await storeProfile(db, deps.keyring, "1", { shopId, contact: { firstName: "Orla" } });
  }
});

const why = (customer: string, flowId = FLOW_ID) =>
  explainFlow(database.db, SHOP, { flowId, customer }, deps);

test("finds a customer's enrollments by id or address, in this shop only", async () => {
  const { db } = database;
  const enrollmentId = await storeEnrollment(db, "c1", {
    ...{ state: "ended", exitReason: "order_placed", stepId: "email-2", endedAt: NOW },
  });
  await storeMessage(db, "c1", { enrollmentId, messageId: "m1" });
  await storeEnrollment(db, "c1", { shopId: OTHER_SHOP });
  const answer = await why("1");
  expect(answer).toMatchObject({
    customerId: "1",
    name: "Orla",
    notEnrolledReason: "no_trigger",
    enrollments: [
      {
        state: "ended",
        exitReason: "order_placed",
        isHoldout: false,
        seen: ["email-1", "email-2"],
        emails: [
          { kind: "planned", messageId: "m1", state: "sent" },
          { kind: "left", reason: "order_placed" },
          { kind: "left", reason: "order_placed" },
        ],
      },
    ],
  });
  expect(await why("customer-1@example.com")).toEqual(answer);
  expect(await why("2")).toBeNull();
  expect(await why("1", "none")).toBeNull();
});

test.each([
  ["not_subscribed", { marketingState: "not_subscribed" }],
  ["unsubscribed", { marketingState: "unsubscribed" }],
  ["profile_deleted", { deletedAt: NOW }],
  ["no_address", { emailIndex: null }],
  ["no_trigger", {}],
])("reports %s for a customer who was never enrolled", async (reason, change) => {
  await database.db.profile.updateMany({ where: { shopId: SHOP }, data: change });
  expect(await why("1")).toMatchObject({ enrollments: [], notEnrolledReason: reason });
});

test("reports a paused flow only for customers who are not enrolled", async () => {
  const { db } = database;
  expect(await why("1", "win-back")).toMatchObject({ notEnrolledReason: "flow_off" });
  await storeEnrollment(db, "c1", { state: "active", nextRunAt: hoursAgo(-4) });
  expect(await why("1")).toMatchObject({
    notEnrolledReason: null,
    enrollments: [{ state: "active", nextAt: hoursAgo(-4).toISOString() }],
  });
});

test("counts due messages of live flows by day and flow", async () => {
  const { db } = database;
  const at = (hours: number, more: object) =>
    storeEnrollment(db, "c1", { nextRunAt: hoursAgo(-hours), ...more });
  await at(2, { stepId: "email-1" });
  await at(3, { stepId: "email-2" });
  await at(4, { stepId: "wait-2" });
  await at(5, { state: "scheduled" });
  await at(6, { variant: "holdout" });
  await at(30, { stepId: "email-1" });
  await at(-9, { stepId: "email-1" });
  await at(24 * 20, { stepId: "email-1" });
  await at(2, { flowId: "win-back", stepId: "email-1" });
  await storeMessage(db, "c1", { state: "planned", sentAt: null, nextRunAt: hoursAgo(-1) });
  await storeEnrollment(db, "c1", { shopId: OTHER_SHOP, nextRunAt: hoursAgo(-2) });

  const flow = { flowId: FLOW_ID, name: "Abandoned checkout" };
  expect(await findFlowCalendar(db, SHOP, NOW)).toEqual([
    { day: "2026-03-03", flows: [{ ...flow, emails: 4, goesOn: 1, enters: 1 }] },
    { day: "2026-03-04", flows: [{ ...flow, emails: 1, goesOn: 0, enters: 0 }] },
  ]);
});
