import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findFlowPage } from "~/pages/flows/flow-page.server";
import { recordEvents } from "~/events/event-store.server";
import { getFlowList } from "~/pages/flows/flow-summary.server";
import { daysAgo, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import {
  FLOW_ID,
  storeCredit,
  storeEnrollment,
  storeEngagementEvent,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";

let database: Database;
const { keyring } = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await storeShopWithFlows(db, SHOP);
  await storeShopWithFlows(db, OTHER_SHOP);
  const ada = await storeProfile(db, keyring, "ada");
  const ben = await storeProfile(db, keyring, "ben");

  const clicked = await storeMessage(db, ada);
  await storeEngagementEvent(db, clicked);
  await storeEngagementEvent(db, clicked);
  await storeCredit(db, clicked, ada, { grossMinor: 40_00n, refundedMinor: 15_00n });
  await storeCredit(db, clicked, ada, { grossMinor: 10_00n });
  const scanned = await storeMessage(db, ben);
  await storeEngagementEvent(db, scanned, { classification: "machine" });
  await storeMessage(db, ben, { stepId: "email-2", state: "skipped", reason: "not_subscribed" });
  await storeMessage(db, ben, { stepId: "email-2", state: "withheld", reason: "holdout" });
  await storeMessage(db, ben, { stepId: "email-3", state: "planned", sentAt: null });

  await storeEnrollment(db, ada, { stepId: "email-1" });
  await storeEnrollment(db, ada, { stepId: "email-1", variant: "holdout" });
  await storeEnrollment(db, ben, { state: "ended", exitReason: "order_placed", stepId: null });
  await storeEnrollment(db, ben, { state: "ended", stepId: null });
});
afterAll(() => database.close());

describe("findFlowPage", () => {
  test("counts each step's emails, human clicks and attributed orders once", async () => {
    const page = await findFlowPage(database.db, SHOP, FLOW_ID, NOW);
    expect(page?.numbers["email-1"]).toEqual({
      waiting: 2,
      planned: 0,
      sent: 2,
      skipped: 0,
      withheld: 0,
      clicked: 1,
      orders: 2,
      netMinor: 35_00,
    });
    expect(page?.numbers["email-2"]).toMatchObject({ skipped: 1, withheld: 1, clicked: 0 });
    expect(page?.numbers["email-3"]).toMatchObject({ planned: 1 });
    expect(page?.numbers["wait-2"]).toBeUndefined();
  });

  test("counts enrollments by outcome", async () => {
    const page = await findFlowPage(database.db, SHOP, FLOW_ID, NOW);
    expect(page?.enrollments).toEqual({ active: 2, completed: 1, holdout: 1 });
    expect(page?.exits).toEqual([{ reason: "order_placed", count: 1 }]);
    expect(page?.earlier.people).toBe(0);
  });

  test("covers 30 days, and older enrollments that are still active", async () => {
    const later = new Date(NOW.getTime() + 31 * 86_400_000);
    const page = await findFlowPage(database.db, SHOP, FLOW_ID, later);
    expect(page?.enrollments).toEqual({ active: 2, completed: 0, holdout: 1 });
    expect(page?.exits).toEqual([]);
    expect(Object.keys(page?.numbers ?? {})).toEqual(["email-1"]);
    expect(page?.numbers["email-1"]).toMatchObject({
      waiting: 2,
      sent: 0,
      clicked: 0,
      netMinor: 0,
    });
  });

  test("counts enrollments on an earlier version", async () => {
    const { db } = database;
    const stored = await findFlowPage(db, SHOP, FLOW_ID, NOW);
    const definition = JSON.parse(JSON.stringify(stored?.definition)) as object;
    await db.flowVersion.create({
      data: { shopId: SHOP, flowId: FLOW_ID, version: 2, definition, createdAt: NOW },
    });
    const page = await findFlowPage(db, SHOP, FLOW_ID, NOW);
    await db.flowVersion.deleteMany({ where: { shopId: SHOP, flowId: FLOW_ID, version: 2 } });
    expect(page).toMatchObject({ version: 2, earlier: { people: 2, further: 0, ending: 0 } });
  });

  test("sees nothing of another shop", async () => {
    const page = await findFlowPage(database.db, OTHER_SHOP, FLOW_ID, NOW);
    expect(page).toMatchObject({
      numbers: {},
      enrollments: { active: 0, completed: 0, holdout: 0 },
    });
  });

  test("returns null for an unknown flow", async () => {
    expect(await findFlowPage(database.db, SHOP, "no-such-flow", NOW)).toBeNull();
  });
});

describe("getFlowList", () => {
  // Clicks are counted by their events, which are recorded with the engagement rows.
  const recordHumanClick = (messageId: string, kind: "human" | "machine", occurredAt: Date) => ({
    shopId: SHOP,
    source: "kindred" as const,
    sourceId: `engagement/${messageId}/${kind}/${occurredAt.toISOString()}`,
    kind: "email_clicked" as const,
    customerId: "ada",
    occurredAt,
    payload: {
      messageId,
      flowId: FLOW_ID,
      stepId: "email-1",
      linkIndex: 1,
      productId: null,
      classification: kind,
    },
    personal: null,
  });

  beforeAll(async () => {
    const { db } = database;
    await db.$transaction((tx) =>
      recordEvents(
        tx,
        [
          recordHumanClick("m1", "human", hoursAgo(2)),
          recordHumanClick("m1", "human", hoursAgo(1)),
          recordHumanClick("m2", "machine", hoursAgo(1)),
          recordHumanClick("m3", "human", daysAgo(31)),
        ],
        createTestDeps(),
      ),
    );
    const old = await storeMessage(db, "cada", { sentAt: daysAgo(31), plannedAt: daysAgo(31) });
    await storeCredit(db, old, "cada", { orderedAt: daysAgo(31), grossMinor: 99_00n });
  });

  test("sums the last 30 days of each flow, including flows without activity", async () => {
    const { flows, currency } = await getFlowList(database.db, SHOP, NOW);
    expect(currency).toBe("GBP");
    expect(flows.filter(({ sent }) => sent > 0)).toMatchObject([
      {
        flowId: FLOW_ID,
        status: "live",
        active: 2,
        sent: 2,
        clicked: 1,
        orders: 2,
        netMinor: 35_00,
      },
    ]);
    expect(flows.find(({ flowId }) => flowId === "cross-sell")).toMatchObject({
      status: "draft",
      active: 0,
      sent: 0,
      clicked: 0,
      orders: 0,
      netMinor: 0,
    });
  });

  test("sees nothing of another shop", async () => {
    const { flows } = await getFlowList(database.db, OTHER_SHOP, NOW);
    expect(flows.every(({ sent }) => sent === 0)).toBe(true);
  });
});
