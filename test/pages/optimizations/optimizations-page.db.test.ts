import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { DecisionEvidence } from "~/experiments/optimization/decision-evidence";
import { MERCHANT_SETTING, withSubject } from "~/experiments/optimization/experiment";
import {
  listExperiments,
  recordDecision,
  saveExperiment,
} from "~/experiments/optimization/experiment-store.server";
import { storedJson } from "~/flows/stored-json";
import { answerOptimizationsRequest } from "~/pages/optimizations/answer-optimizations.server";
import { getOptimizationsPage } from "~/pages/optimizations/optimizations-page.server";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { insertMessages } from "../../support/message-rows";
import { emptyTables, FLOW_ID, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

const { keyring } = createTestDeps();
const SCOPE = { kind: "subject", flowId: FLOW_ID, stepId: "email-1" } as const;
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const page = () => getOptimizationsPage(database.db, SHOP, NOW);

/** Emails to customers 1 to `count`, every third with the merchant's own subject, ten days ago. */
async function send(count: number, sentAt = daysAgo(10)): Promise<void> {
  const { db } = database;
  const numbers = Array.from({ length: count }, (_, n) => n + 1);
  await db.profile.createMany({
    data: numbers.map((n) => ({ shopId: SHOP, profileId: `c${n}`, createdAt: daysAgo(90) })),
  });
  const of = (n: number) => ({ shopId: SHOP, messageId: `m${n}` });
  await insertMessages(
    db,
    numbers.map((n) => ({
      ...{ ...of(n), profileId: `c${n}`, flowId: FLOW_ID, flowVersion: 1, stepId: "email-1" },
      ...{ state: "sent", plannedAt: sentAt, nextRunAt: sentAt, sentAt, expiresAt: NOW },
      intent: storedJson(anIntent()),
    })),
  );
  await db.messageVariant.createMany({
    data: numbers.map((n) => ({
      ...{ ...of(n), kind: "subject", variant: n % 3 === 0 ? "own" : "line-2" },
      rate: n % 3 === 0 ? 1 / 3 : 2 / 3,
    })),
  });
}

async function order(n: number, days: number, totalMinor: bigint): Promise<void> {
  await database.db.order.create({
    data: {
      ...{ shopId: SHOP, orderId: `o${n}-${days}`, profileId: `c${n}`, name: `#${n}` },
      ...{ placedAt: daysAgo(days), sourceUpdatedAt: daysAgo(days), currency: "GBP", totalMinor },
    },
  });
}

test("a new shop has nothing but its limits and the way to the first test", async () => {
  await storeProfile(database.db, keyring, "9");
  expect(await page()).toMatchObject({
    ...{ weeks: [], tests: [], held: [] },
    earnings: { currency: "GBP", total: null, experiments: [] },
    limits: { marketingCapPer7Days: 4, quietHours: { startHour: 21, endHour: 8 } },
    progress: { sent: 0, people: 0 },
  });
});

test("shows a test of subjects with its customers, and what it earned from all orders within a week", async () => {
  const variants = withSubject(MERCHANT_SETTING, "Hello") ?? [];
  await saveExperiment(database.db, SHOP, { ...SCOPE, variants, isHeld: false }, NOW);
  await send(300);
  // 10 of the 100 with the own subject, 40 of the 200 with the other: £10 each.
  for (let n = 3; n <= 30; n += 3) await order(n, 8, 10_00n);
  for (let n = 1; n <= 59; n += 3) await order(n, 8, 10_00n);
  for (let n = 2; n <= 60; n += 3) await order(n, 5, 10_00n);
  // Before the email and more than a week after it.
  await order(299, 11, 900_00n);
  await order(298, 2, 900_00n);

  const { tests, earnings, progress } = await page();
  expect(tests).toMatchObject([
    {
      ...{ kind: "subject", email: { kind: "named", number: 1 } },
      since: daysAgo(10).toISOString(),
      variants: [
        { variant: "own", customers: 100, emails: 100, clicks: 0 },
        { variant: "line-2", text: "Hello", customers: 200, emails: 200, clicks: 0 },
      ],
    },
  ]);
  // 200 × (£2 − £1)
  expect(earnings.experiments[0]?.gain?.gain).toBeCloseTo(200_00);
  expect(earnings.total?.low).toBeLessThan(200_00);
  expect(progress).toEqual({ sent: 300, people: 300 });
});

test("does not count emails whose week is not over, and knows nothing without them", async () => {
  const variants = withSubject(MERCHANT_SETTING, "Hello") ?? [];
  await saveExperiment(database.db, SHOP, { ...SCOPE, variants, isHeld: false }, NOW);
  await send(30, daysAgo(6));
  expect((await page()).earnings).toEqual({ currency: "GBP", total: null, experiments: [] });
});

/** What the daily run found out about the other subject. */
const VALUE: Extract<DecisionEvidence, { kind: "value" }> = {
  ...({ kind: "value", favored: "line-2", chance: 0.9, awaitsApproval: false } as const),
  ...{ gain: { low: -0.4, mean: 2, high: 3.6 }, isSupported: false },
  reasons: {
    ...{ base: 4, clickValue: 0, unsubscribes: 0, group: { money: 0, clicks: 0 } },
    ...{ shop: { money: 0, clicks: 0 }, email: { money: 2, clicks: 0.5 } },
  },
  options: [
    { variant: "line-2", value: 6, sends: 0, clicks: 0 },
    { variant: "own", value: 4, sends: 0, clicks: 0 },
  ],
};

/** Records a decision with other shares. */
async function decide(evidence: DecisionEvidence, days: number, isHeld = false): Promise<string> {
  const own = withSubject(MERCHANT_SETTING, "Hello") ?? [];
  const experiment = { ...SCOPE, variants: own, isHeld };
  const after = own.map((it, n) => ({ ...it, share: n === 0 ? 1 - days / 100 : days / 100 }));
  return database.db.$transaction((tx) =>
    recordDecision(tx, SHOP, { experiment, after, evidence }, daysAgo(days)),
  );
}

test("shows only what was learned, and neither the start of a test nor its daily shares", async () => {
  await decide({ kind: "trial", sends: 1_000 }, 40);
  await decide(VALUE, 30);
  await decide(VALUE, 20);
  const { weeks, tests } = await page();
  expect(weeks).toEqual([]);
  expect(tests).toMatchObject([{ scopeKey: `subject/${FLOW_ID}/email-1` }]);

  const learned = await decide({ ...VALUE, isSupported: true }, 10);
  const shown = async () => (await page()).weeks.flatMap(({ changes }) => changes);
  expect(await shown()).toMatchObject([{ decisionId: learned, state: "stands", currency: "GBP" }]);
  // What is in force is the later one, which is a share of the running test.
  await decide(VALUE, 5);
  expect(await shown()).toMatchObject([{ decisionId: learned, state: "replaced" }]);
});

test("shows a proposal, which waits for the merchant, before its gain is certain", async () => {
  const proposed = await decide({ ...VALUE, awaitsApproval: true }, 10);
  const { weeks } = await page();
  expect(weeks[0]?.changes).toMatchObject([{ decisionId: proposed, awaitsApproval: true }]);
});

test("a merchant stops a test: emails get the merchant's setting until it is resumed", async () => {
  const { db } = database;
  const ask = (kind: "stop" | "release") =>
    answerOptimizationsRequest(
      SHOP,
      { kind, scopeKey: `subject/${FLOW_ID}/email-1` },
      { db, now: () => NOW },
    );
  await decide(VALUE, 30);
  expect(await ask("stop")).toEqual({ done: NOW.getTime(), error: null });
  expect(await listExperiments(db, SHOP)).toMatchObject([
    {
      isHeld: true,
      variants: [
        { variant: "own", share: 1 },
        { variant: "line-2", share: 0 },
      ],
    },
  ]);
  expect(await page()).toMatchObject({ tests: [], weeks: [], held: [{ kind: "subject" }] });
  expect((await ask("stop")).error).toEqual({ kind: "stopped" });
  await ask("release");
  expect(await page()).toMatchObject({ held: [] });
  const audit = await db.auditEntry.findMany({
    where: { shopId: SHOP },
    orderBy: { auditId: "asc" },
  });
  expect(audit.map(({ action }) => action)).toEqual(["experiment_stopped", "experiment_resumed"]);
});
