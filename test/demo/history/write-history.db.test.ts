import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { classifyClicksJob } from "~/feedback/engagement/classify-clicks.job.server";
import { insertEnrollments } from "~/flows/enrollment/enrollment-store.server";
import { THANK_YOU } from "~/flows/library/orders/thank-you";
import type { NewEnrollment } from "~/flows/rules/plan-enrollments";
import { storedJson } from "~/flows/stored-json";
import type { ProfileId } from "~/lib/profile-id";
import type { History, PastEnrollment, PastOutcome } from "../../../scripts/demo/history/history";
import { writeHistory } from "../../../scripts/demo/history/write-history";
import { loadOnlineRetail } from "../../shopify/seed/online-retail";
import { createShop, daysAgo, hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { anIntent } from "../../support/delivery-builders";
import { createOrderRow, createProfile } from "../../support/rows";

let database: Database;
let profileId: ProfileId;
const deps = createTestDeps();

const enrollmentOf = (orderId: string): PastEnrollment => ({
  ...{ flowId: "thank-you", profileId, variant: "treated", exitReason: null, next: null },
  trigger: { kind: "order", orderId, placedAt: daysAgo(9) },
  ...{ enrolledAt: daysAgo(9), objectUpdatedAt: daysAgo(9), endedAt: daysAgo(5) },
});

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await createShop(db);
  ({ profileId } = await createProfile(db, deps.keyring));
  for (const days of [90, 70]) {
    await createOrderRow(db, { profileId, placedAt: daysAgo(days), totalMinor: 30_00 });
  }
  const flow = { shopId: SHOP, flowId: "thank-you" };
  await db.flow.create({
    data: {
      ...{ ...flow, libraryKey: "thank-you", name: "Thank you", status: "live", liveVersion: 1 },
      ...{ createdAt: daysAgo(60), updatedAt: daysAgo(60) },
    },
  });
  await db.flowVersion.create({
    data: { ...flow, version: 1, definition: storedJson(THANK_YOU), createdAt: daysAgo(60) },
  });
  const sent: PastOutcome = {
    ...{ state: "sent", at: daysAgo(8) },
    draws: [{ kind: "subject", variant: "line-2", rate: 0.5, group: 0 }],
    answer: { kind: "click", at: daysAgo(7), link: 0 },
  };
  const message = (orderId: string, outcome: PastOutcome) => ({
    ...{ enrollment: enrollmentOf(orderId), stepId: "email-1", intent: anIntent(), outcome },
    ...{ inBaseline: false, plannedAt: daysAgo(8), expiresAt: daysAgo(5) },
  });
  const history: History = {
    ...{ beganAt: daysAgo(60), seed: await loadOnlineRetail(), receivedAtMs: new Map() },
    enrollments: ["1", "2", "3"].map(enrollmentOf),
    messages: [
      message("1", sent),
      message("2", { state: "withheld", reason: "holdout" }),
      message("3", { ...sent, answer: { kind: "unsubscribe", at: daysAgo(7) } }),
    ],
    ...{ decisions: [], experiments: [] },
  };
  await db.$transaction((tx) => writeHistory(tx, SHOP, history, deps));
});
afterAll(() => database.close());

test("records what was sent, and withheld", async () => {
  const rows = await database.db.messageStatus.findMany({
    where: { shopId: SHOP },
    select: { state: true, sentAt: true },
  });
  expect(rows.map(({ state }) => state).toSorted()).toEqual(["sent", "sent", "withheld"]);
  expect(await database.db.messageSending.count()).toBe(0);
  expect(await database.db.messageVariant.count()).toBe(2);
});

test("leaves clicks to the classification, which finds a human", async () => {
  await classifyClicksJob.run(SHOP, { ...deps, db: database.db }, new AbortController().signal);
  const events = await database.db.event.findMany({ where: { shopId: SHOP } });
  expect(events.map(({ kind }) => kind).toSorted()).toEqual([
    ...["email_clicked", "email_sent", "email_sent", "email_unsubscribed"],
  ]);
  const [click] = await database.db.engagementEvent.findMany();
  expect(click?.classification).toBe("human");
});

test("forecasts what each person would spend after the first email, which narrows the lift", async () => {
  const forecasts = await database.db.liftForecast.findMany({ where: { shopId: SHOP } });
  expect(forecasts).toMatchObject([{ profileId, flowId: "thank-you", campaignId: "" }]);
  expect(forecasts[0]?.predictedMinor).toBeGreaterThan(0);
});

test("uses Kindred's own ids, so that nobody enters a flow again for the same order", async () => {
  const again: NewEnrollment = {
    ...{ flowId: "thank-you", version: 1, profileId, objectKey: "1" },
    ...{ variant: "treated", stepId: "email-1", nextRunAt: hoursAgo(1) },
    context: {
      trigger: enrollmentOf("1").trigger,
      ...{ objectUpdatedAt: NOW, waitsSince: null },
    },
  };
  const added = await database.db.$transaction((tx) => insertEnrollments(tx, SHOP, [again], NOW));
  expect(added).toBe(0);
});
