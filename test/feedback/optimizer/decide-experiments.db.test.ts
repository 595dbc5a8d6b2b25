import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { MERCHANT_SETTING, OWN_VARIANT, withSubject } from "~/experiments/optimization/experiment";
import {
  listDecisions,
  listExperiments,
  saveExperiment,
} from "~/experiments/optimization/experiment-store.server";
import {
  drawMessageVariants,
  listContentExperiments,
} from "~/experiments/optimization/draw-message-variants.server";
import { answerOptimizationsRequest } from "~/pages/optimizations/answer-optimizations.server";
import { getOptimizationsPage } from "~/pages/optimizations/optimizations-page.server";
import { decideExperimentsJob } from "~/feedback/optimizer/decide-experiments.job.server";
import { storedJson } from "~/flows/stored-json";
import { createFormat } from "~/i18n/create-format";
import { textIn } from "~/i18n/text-in.server";
import { headlineOf } from "~/routes/app.optimizations/decision-words";
import { createRandomNumbers } from "~/ml/numerics/random";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { emptyTables, FLOW_ID, storeProfile, storeShopWithFlows } from "../../support/stored-rows";
import { changeMessages, insertMessages } from "../../support/message-rows";

const DAY_MS = 86_400_000;
const { keyring } = createTestDeps();
let database: Database;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  now = NOW;
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  await storeProfile(database.db, keyring, "1");
});
afterAll(() => database.close());

/** Recipients of another email, so that those of a test are a small share. */
async function emailOthers() {
  const ids = Array.from({ length: 9 }, (_, n) => `other-${n}`);
  const of = (profileId: string) => ({ shopId: SHOP, profileId });
  await database.db.profile.createMany({
    data: ids.map((id) => ({ ...of(id), createdAt: daysAgo(90) })),
  });
  await insertMessages(
    database.db,
    ids.map((id) => ({
      ...{ ...of(id), messageId: id, flowId: FLOW_ID, flowVersion: 1, stepId: "email-3" },
      ...{ state: "sent", plannedAt: NOW, nextRunAt: NOW, sentAt: NOW, expiresAt: NOW },
      intent: storedJson(anIntent()),
    })),
  );
}

const deps = () => ({ db: database.db, keyring, now: () => now });
async function nextDay() {
  now = new Date(now.getTime() + DAY_MS);
  await decideExperimentsJob.run(SHOP, deps(), new AbortController().signal);
}
const ask = (body: unknown) => answerOptimizationsRequest(SHOP, body, deps());
const page = () => getOptimizationsPage(database.db, SHOP, now);
const changesOf = async (kind: string) =>
  (await page()).weeks.flatMap((week) => week.changes).filter((change) => change.kind === kind);
const testsOf = async (kind: string) => (await page()).tests.filter((test) => test.kind === kind);
const experimentOf = async (kind: string) =>
  (await listExperiments(database.db, SHOP)).find((experiment) => experiment.kind === kind);

/**
 * Emails of the live flow sent three days ago.
 * @returns their ids
 */
async function send(
  count: number,
  prefix: string,
  { stepId = "email-1", templateId = "abandoned-checkout/email-2" } = {},
): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
  const sentAt = new Date(now.getTime() - 3 * DAY_MS);
  await insertMessages(
    database.db,
    ids.map((messageId) => ({
      shopId: SHOP,
      messageId,
      flowId: FLOW_ID,
      flowVersion: 1,
      stepId,
      profileId: "c1",
      state: "sent",
      plannedAt: sentAt,
      nextRunAt: sentAt,
      expiresAt: now,
      sentAt,
      intent: storedJson(anIntent({ templateId })),
    })),
  );
  return ids;
}

/** Customers who click by their drawn variant at known rates. */
async function answer(
  kind: "subject" | "products" | "layout",
  ids: string[],
  rates: Record<string, number>,
) {
  const random = createRandomNumbers(ids.length);
  const experiments = await listContentExperiments(database.db, SHOP);
  await drawMessageVariants(database.db, SHOP, ids, experiments, now);
  const drawn = await database.db.messageVariant.findMany({ where: { shopId: SHOP, kind } });
  const clicked = drawn.filter(
    ({ messageId, variant }) =>
      ids.includes(messageId) && random.nextFloat() < (rates[variant] ?? 0.02),
  );
  await database.db.engagementEvent.createMany({
    data: clicked.map(({ messageId }) => ({
      shopId: SHOP,
      eventId: `hit-${messageId}`,
      messageId,
      linkIndex: 0,
      occurredAt: now,
      classification: "human",
    })),
  });
}

describe("deciding experiments", () => {
  test("asks before a change reaches more than a fifth of the customers, and continues once approved", async () => {
    const variants = withSubject(MERCHANT_SETTING, "Another") ?? [];
    const scope = { kind: "subject", flowId: FLOW_ID, stepId: "email-1" } as const;
    await saveExperiment(database.db, SHOP, { ...scope, variants, isHeld: false }, NOW);
    await answer("subject", await send(900, "a"), { own: 0.02, "line-2": 0.08 });
    await nextDay();
    const shares = async () => (await experimentOf("subject"))?.variants.map(({ share }) => share);
    expect(await shares()).toEqual([expect.closeTo(0.3), expect.closeTo(0.7)]);
    await nextDay();
    const [change, ...more] = await changesOf("subject");
    expect(more).toEqual([]);
    expect(change).toMatchObject({ awaitsApproval: true, state: "stands" });
    expect((await ask({ kind: "approve", decisionId: change?.decisionId })).error).toBeNull();
    await nextDay();
    expect(await shares()).toEqual([expect.closeTo(0.1), expect.closeTo(0.9)]);
  });

  test("tests two subjects, sends the better one, and reverts it on the merchant's request", async () => {
    await emailOthers();
    const variants = withSubject(MERCHANT_SETTING, "Your basket is still warm") ?? [];
    const scope = { kind: "subject", flowId: FLOW_ID, stepId: "email-1" } as const;
    await saveExperiment(database.db, SHOP, { ...scope, variants, isHeld: false }, NOW);
    await answer("subject", await send(900, "a"), { own: 0.02, "line-2": 0.08 });
    await nextDay();
    expect((await experimentOf("subject"))?.variants).toMatchObject([
      { variant: OWN_VARIANT, share: expect.closeTo(0.1) as number },
      {
        variant: "line-2",
        share: expect.closeTo(0.9) as number,
        text: "Your basket is still warm",
      },
    ]);
    // The gain is not certain yet: it is still a test.
    expect(await changesOf("subject")).toEqual([]);
    expect(await testsOf("subject")).toHaveLength(1);
    const decisions = await listDecisions(database.db, SHOP, { since: NOW, limit: 9 });
    const decided = decisions.filter((it) => it.scopeKey.startsWith("subject/"));
    expect(decided).toMatchObject([
      {
        evidence: {
          kind: "value",
          favored: "line-2",
          options: [{ variant: "line-2" }, { variant: OWN_VARIANT }],
        },
      },
    ]);

    const decisionId = decided[0]?.decisionId;
    expect((await ask({ kind: "revert", decisionId })).error).toBeNull();
    expect((await ask({ kind: "revert", decisionId })).error).toEqual({ kind: "replaced" });
    expect((await experimentOf("subject"))?.variants.map(({ share }) => share)).toEqual([0.5, 0.5]);
    await nextDay();
    const { held } = await page();
    expect(held).toMatchObject([{ kind: "subject" }]);
    expect(await testsOf("subject")).toEqual([]);

    await ask({ kind: "release", scopeKey: held[0]?.scopeKey });
    await nextDay();
    expect((await experimentOf("subject"))?.variants[1]?.share).toBeCloseTo(0.9);
  });

  test("ends a test whose emails are worth less than the merchant's setting, until the merchant resumes it", async () => {
    await emailOthers();
    const variants = withSubject(MERCHANT_SETTING, "Another") ?? [];
    const scope = { kind: "subject", flowId: FLOW_ID, stepId: "email-1" } as const;
    await saveExperiment(database.db, SHOP, { ...scope, variants, isHeld: false }, NOW);
    await answer("subject", await send(1_200, "a"), { own: 0.12, "line-2": 0.02 });
    await nextDay();
    expect((await experimentOf("subject"))?.variants).toMatchObject([{ share: 1 }, { share: 0 }]);
    expect(await changesOf("subject")).toMatchObject([{ evidence: { kind: "worse" } }]);
    expect((await page()).held).toMatchObject([{ kind: "subject" }]);
    expect(await database.db.systemEmail.findMany()).toMatchObject([{ kind: "notice" }]);
  });

  test("skips an email that no longer exists, and continues with the others", async () => {
    await send(1_000, "gone", { stepId: "a-email", templateId: "no-such-email" });
    await send(1_000, "a");
    await nextDay();
    const experiments = await listExperiments(database.db, SHOP);
    expect(new Set(experiments.map(({ stepId }) => stepId))).toEqual(new Set([null, "email-1"]));
  });

  test("tests other lists once the shop has sent enough emails, and follows the clicks", async () => {
    await emailOthers();
    await send(190, "a");
    await nextDay();
    expect(await experimentOf("products")).toBeUndefined();
    await send(10, "b");
    await nextDay();
    expect(await experimentOf("products")).toMatchObject({
      variants: [{ variant: OWN_VARIANT, share: 0.8 }, {}, {}],
    });

    await answer("products", await send(2_400, "c"), { new_for_you: 0.12 });
    await nextDay();
    const after = await experimentOf("products");
    const share = (variant: string) =>
      after?.variants.find((it) => it.variant === variant)?.share ?? 0;
    expect(share("new_for_you")).toBeGreaterThan(0.7);
    expect(share(OWN_VARIANT)).toBeGreaterThanOrEqual(0.1);
  });

  test("tests the other layout when there is one, and the best hour when it is known, and follows the clicks", async () => {
    await emailOthers();
    const { db } = database;
    await send(1_000, "a");
    await changeMessages(db, {}, { plannedAt: daysAgo(4), expiresAt: daysAgo(1) });
    await db.prediction.create({
      data: {
        shopId: SHOP,
        profileId: "c1",
        computedAt: daysAgo(1),
        modelVersions: {},
        grade: "B",
        bestHour: 9,
        detail: { bestHour: { grade: "B" } },
      },
    });
    await nextDay();
    expect(await experimentOf("hour")).toMatchObject({
      variants: [
        { variant: OWN_VARIANT, share: 0.8 },
        { variant: "best_hour", share: 0.1 },
        { variant: "random_hour", share: 0.1 },
      ],
    });
    expect(await experimentOf("layout")).toMatchObject({
      variants: [
        { variant: OWN_VARIANT, share: 0.8 },
        { variant: "products_first", share: 0.2 },
      ],
    });

    const ids = await send(2_000, "b");
    await answer("layout", ids, { [OWN_VARIANT]: 0.02, products_first: 0.1 });
    const drawn = ids.map((messageId, n) => ({
      messageId,
      variant: n % 5 === 0 ? "best_hour" : OWN_VARIANT,
    }));
    await db.messageVariant.createMany({
      data: drawn.map((it) => ({ ...it, shopId: SHOP, kind: "hour", rate: 0.5 })),
    });
    await nextDay();
    expect(await experimentOf("layout")).toMatchObject({
      variants: [
        { variant: OWN_VARIANT, share: expect.closeTo(0.1) as number },
        { variant: "products_first", share: expect.closeTo(0.9) as number },
      ],
    });
    const changes = (await page()).weeks.flatMap((week) => week.changes);
    const writer = {
      text: textIn("en", "optimizations"),
      recommendations: textIn("en", "recommendations"),
      format: createFormat("en-US", "UTC"),
    };
    expect(changes.map((it) => headlineOf(it, writer))).toContain(
      "90% of these emails now use products above the text",
    );
    const change = changes.find(
      ({ kind, evidence }) => kind === "layout" && evidence.kind === "value",
    );
    expect((await ask({ kind: "revert", decisionId: change?.decisionId })).error).toBeNull();
    expect((await experimentOf("layout"))?.variants[1]?.share).toBe(0.2);
  });

  test("runs once a day, and ignores emails younger than two days and machine clicks", async () => {
    const variants = withSubject(MERCHANT_SETTING, "Another") ?? [];
    const scope = { kind: "subject", flowId: FLOW_ID, stepId: "email-1" } as const;
    await saveExperiment(database.db, SHOP, { ...scope, variants, isHeld: false }, NOW);
    await answer("subject", await send(900, "a"), { "line-2": 0.2 });
    await database.db.engagementEvent.updateMany({ data: { classification: "machine" } });
    await nextDay();
    expect(await changesOf("subject")).toEqual([]);
    await database.db.engagementEvent.updateMany({ data: { classification: "human" } });
    await decideExperimentsJob.run(SHOP, deps(), new AbortController().signal);
    expect(await changesOf("subject")).toEqual([]);
    await changeMessages(database.db, {}, { sentAt: now });
    await nextDay();
    expect(await changesOf("subject")).toEqual([]);
  });
});
