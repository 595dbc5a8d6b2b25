import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { TEST_SHARES } from "~/experiments/frequency/frequency-variants";
import { FREQUENCY_SCOPE, MERCHANT_SETTING } from "~/experiments/optimization/experiment";
import {
  listExperiments,
  recordDecision,
} from "~/experiments/optimization/experiment-store.server";
import { findLearnedCaps } from "~/experiments/frequency/learned-caps.server";
import { getHomeSummary } from "~/pages/home/home-summary.server";
import { answerOptimizationsRequest } from "~/pages/optimizations/answer-optimizations.server";
import { getOptimizationsPage } from "~/pages/optimizations/optimizations-page.server";
import { decideExperimentsJob } from "~/feedback/optimizer/decide-experiments.job.server";
import { storedJson } from "~/flows/stored-json";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { anId, daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { emptyTables, FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";
import { insertMessages } from "../../support/message-rows";

const DAY_MS = 86_400_000;
const ids = Array.from({ length: 120 }, (_, n) => profileIdOfCustomer(String(n)));
let database: Database;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  now = NOW;
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  await storeTiredCustomers();
});
afterAll(() => database.close());

const deps = () => ({ ...createTestDeps(), db: database.db, now: () => now });
async function passDays(days: number) {
  now = new Date(now.getTime() + days * DAY_MS);
  await decideExperimentsJob.run(SHOP, deps(), new AbortController().signal);
}
const ask = (body: unknown) => answerOptimizationsRequest(SHOP, body, deps());
const page = () => getOptimizationsPage(database.db, SHOP, now);
const changes = async () => (await page()).weeks.flatMap((week) => week.changes);
const capsOf = (days = 0) =>
  findLearnedCaps(database.db, SHOP, ids, new Date(now.getTime() + days * DAY_MS));
/** An approved change reaches a fifth more of the customers each day. */
const ROLLOUT_DAYS = 4;
const home = () => getHomeSummary(database.db, SHOP, deps());

/** An email every third day for 36 days. Every recipient clicks in one of the first four, and in none later. */
async function storeTiredCustomers() {
  const { db } = database;
  const of = (profileId: string) => ({ shopId: SHOP, profileId });
  await db.profile.createMany({
    data: ids.map((id) => ({ ...of(id), customerId: id.slice(1), createdAt: daysAgo(90) })),
  });
  const emails = ids.flatMap((id, n) =>
    Array.from({ length: 12 }, (_, nth) => {
      const sentAt = daysAgo(40 - 3 * nth);
      return { id, sentAt, messageId: `m-${id}-${nth}`, isClicked: nth === n % 4 };
    }),
  );
  await insertMessages(
    db,
    emails.map(({ id, sentAt, messageId }) => ({
      ...{ ...of(id), messageId, flowId: FLOW_ID, flowVersion: 1, stepId: "email-1" },
      ...{ state: "sent", plannedAt: sentAt, nextRunAt: sentAt, sentAt, expiresAt: NOW },
      intent: storedJson(anIntent()),
    })),
  );
  await db.engagementEvent.createMany({
    data: emails
      .filter(({ isClicked }) => isClicked)
      .map(({ messageId, sentAt }) => ({
        ...{ shopId: SHOP, eventId: anId(), messageId, linkIndex: 1 },
        ...{ occurredAt: sentAt, classification: "human" },
      })),
  });
}

/** Later decisions about a single email that was tested repeatedly. */
async function storeOtherDecisions(count: number) {
  const { db } = database;
  const [scopeKey, variants] = [`products/${FLOW_ID}/email-9`, storedJson(MERCHANT_SETTING)];
  const of = { shopId: SHOP, scopeKey };
  const email = { flowId: FLOW_ID, stepId: "email-9", isHeld: true };
  await db.experiment.create({
    data: { ...of, ...email, kind: "products", variants, evaluatedAt: now },
  });
  await db.experimentDecision.createMany({
    data: Array.from({ length: count }, () => ({
      ...{ ...of, decisionId: uuidv7(), decidedAt: now, before: variants, after: variants },
      evidence: storedJson({ kind: "approved" }),
    })),
  });
}

describe("the proposal of one email a week", () => {
  test("is made with its evidence and applied only after approval", async () => {
    await passDays(1);
    const [proposed, ...before] = await changes();
    expect(before).toEqual([]);
    expect(proposed).toMatchObject({
      ...{ kind: "frequency", email: null, state: "stands", awaitsApproval: true },
      evidence: { kind: "fatigue", clickRatio: 0, leaveRatio: null, emails: ids.length * 12 },
    });
    expect(await capsOf()).toEqual(new Map());
    expect((await home()).changedAt).toBeNull();
    await passDays(1);
    expect(await changes()).toHaveLength(1);

    expect((await ask({ kind: "approve", decisionId: proposed?.decisionId })).error).toBeNull();
    const first = await capsOf();
    expect([...new Set(first.values())]).toEqual([1]);
    expect(first.size).toBeLessThan(ids.length * 0.35);
    expect(await home()).toMatchObject({ changedAt: now.toISOString(), isChangeApproved: true });
    await passDays(ROLLOUT_DAYS);
    const caps = await capsOf();
    expect(caps.size).toBeGreaterThan(ids.length * 0.8);
    expect(caps.size).toBeLessThan(ids.length);
    await passDays(1);
    expect(await capsOf()).toEqual(caps);
  });

  test("is not repeated after a dismissal until the merchant allows optimization again", async () => {
    await passDays(1);
    const [proposed] = await changes();
    await ask({ kind: "revert", decisionId: proposed?.decisionId });
    await passDays(1);
    expect(await changes()).toMatchObject([{ state: "reverted", awaitsApproval: false }]);
    const [held] = (await page()).held;
    await ask({ kind: "release", scopeKey: held?.scopeKey });
    await passDays(1);
    expect(await changes()).toMatchObject([{ awaitsApproval: true }, { state: "reverted" }]);
  });

  test("is closed after its approval, even when the approval is reverted", async () => {
    await passDays(1);
    const [proposed] = await changes();
    const approve = { kind: "approve", decisionId: proposed?.decisionId };
    await ask(approve);
    const [approved] = await changes();
    await ask({ kind: "revert", decisionId: approved?.decisionId });
    expect(await changes()).toMatchObject([
      { state: "reverted", awaitsApproval: false },
      { state: "replaced", awaitsApproval: false },
    ]);
    expect((await ask(approve)).error).toEqual({ kind: "replaced" });
    expect(await capsOf()).toEqual(new Map());
    await passDays(1);
    expect(await changes()).toHaveLength(2);

    await ask({ kind: "release", scopeKey: (await page()).held[0]?.scopeKey });
    await passDays(1);
    expect(await changes()).toMatchObject([
      { evidence: { kind: "fatigue" }, awaitsApproval: true },
      { state: "reverted" },
      { awaitsApproval: false },
    ]);
  });

  describe("while learned limits are tested", () => {
    const tolerance = { customers: 40, scored: 120, capPer7Days: 4, lossRate: 0.02 };
    const sharesOf = async () => {
      const experiments = await listExperiments(database.db, SHOP);
      return experiments.find(({ kind }) => kind === "frequency");
    };
    beforeEach(async () => {
      await database.db.$transaction((tx) =>
        recordDecision(
          tx,
          SHOP,
          {
            experiment: { ...FREQUENCY_SCOPE, variants: MERCHANT_SETTING, isHeld: false },
            ...{ after: TEST_SHARES, evidence: { kind: "tolerance", ...tolerance } },
          },
          now,
        ),
      );
      await passDays(1);
    });

    test("leaves the test running, and shows it so", async () => {
      expect(await changes()).toMatchObject([
        { evidence: { kind: "fatigue" }, state: "stands", awaitsApproval: true },
        { evidence: { kind: "tolerance" }, state: "stands", awaitsApproval: false },
      ]);
      expect(await sharesOf()).toMatchObject({ variants: TEST_SHARES });
    });

    test("replaces the test once it is approved", async () => {
      await ask({ kind: "approve", decisionId: (await changes())[0]?.decisionId });
      expect(await changes()).toMatchObject([
        { evidence: { kind: "approved" }, state: "stands" },
        { evidence: { kind: "fatigue" }, state: "replaced" },
        { evidence: { kind: "tolerance" }, state: "replaced" },
      ]);
    });

    test("is dismissed without an end of the test", async () => {
      await ask({ kind: "revert", decisionId: (await changes())[0]?.decisionId });
      expect(await changes()).toMatchObject([{ state: "reverted" }, { state: "stands" }]);
      expect(await sharesOf()).toMatchObject({ variants: TEST_SHARES });
    });

    test("stays open when the test is taken back, and does not bring it back", async () => {
      const [proposed, tested] = await changes();
      const answer = await ask({ kind: "revert", decisionId: tested?.decisionId });
      expect(answer.error).toBeNull();
      expect(await sharesOf()).toMatchObject({ variants: MERCHANT_SETTING, isHeld: true });
      expect(await changes()).toMatchObject([
        { state: "stands", awaitsApproval: true },
        { state: "reverted" },
      ]);
      await ask({ kind: "revert", decisionId: proposed?.decisionId });
      expect(await sharesOf()).toMatchObject({ variants: MERCHANT_SETTING });
    });
  });

  test("is shown first until it is answered, after any number of other decisions", async () => {
    await passDays(1);
    await storeOtherDecisions(1_100);
    const shown = await changes();
    expect(shown[0]).toMatchObject({ awaitsApproval: true, evidence: { kind: "fatigue" } });
    const next = await getOptimizationsPage(database.db, SHOP, now, 2);
    expect(next.hasNext).toBe(true);
    const listed = [...shown, ...next.weeks.flatMap((week) => week.changes)];
    expect(new Set(listed.map(({ decisionId }) => decisionId)).size).toBe(2 * shown.length);
    await passDays(1);
    const answer = await ask({ kind: "approve", decisionId: shown[0]?.decisionId });
    expect(answer.error).toBeNull();
    expect((await capsOf()).size).toBeGreaterThan(0);
  });

  test("is reverted automatically when the control spends more", async () => {
    const { db } = database;
    await passDays(1);
    await ask({ kind: "approve", decisionId: (await changes())[0]?.decisionId });
    const treated = await capsOf(ROLLOUT_DAYS);
    // After any number of decisions since the approval.
    await storeOtherDecisions(1_100);
    const { currency } = await db.shop.findUniqueOrThrow({ where: { shopId: SHOP } });
    await db.order.createMany({
      data: ids
        .filter((id) => !treated.has(id))
        .map((id, n) => ({
          ...{ shopId: SHOP, orderId: `o-${id}`, name: id, profileId: id, currency },
          ...{ placedAt: new Date(now.getTime() + 1), sourceUpdatedAt: now },
          totalMinor: BigInt(4_000 + (n % 7) * 500),
        })),
    });
    await passDays(1);
    expect((await changes())[0]).toMatchObject({
      evidence: { kind: "compared", rule: "control_earns_more" },
    });
    expect(await capsOf()).toEqual(new Map());
    expect((await page()).held).toContainEqual(expect.objectContaining({ kind: "frequency" }));
  });

  test("ends when fatigue is no longer seen, after four weeks", async () => {
    const { db } = database;
    await passDays(1);
    await ask({ kind: "approve", decisionId: (await changes())[0]?.decisionId });
    const treated = await capsOf(ROLLOUT_DAYS);
    // All clicked in the later emails as well.
    await db.engagementEvent.createMany({
      data: ids.flatMap((id) =>
        [5, 6, 7, 8, 9, 10, 11].map((nth) => ({
          ...{ shopId: SHOP, eventId: anId(), messageId: `m-${id}-${nth}`, linkIndex: 1 },
          ...{ occurredAt: now, classification: "human" },
        })),
      ),
    });
    await passDays(27);
    expect(await capsOf()).toEqual(treated);
    await passDays(1);
    expect((await changes())[0]).toMatchObject({
      evidence: { kind: "fatigue_gone", isApproved: true },
    });
    expect(await capsOf()).toEqual(new Map());
    expect((await page()).held).toEqual([]);
  });
});
