import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { readTexts } from "~/i18n/catalog.server";
import { findLastSeq, advanceCursor } from "~/events/event-store.server";
import { selectShopsDueForTraining } from "~/predictions/training/due-training.server";
import { queueTraining } from "~/jobs/training/training-store.server";
import type { ShopId } from "~/lib/shop-id";
import { findPrediction } from "~/pages/customers/find-prediction.server";
import {
  findPredictionModels,
  savePredictionModels,
} from "~/predictions/models/model-store.server";
import { PREDICTED } from "~/predictions/predicted-values";
import { PredictionDetail } from "~/predictions/prediction";
import { selectShopsToScore } from "~/predictions/prediction-store.server";
import { getPredictionsSummary } from "~/pages/predictions/predictions-page.server";
import { scoreProfilesJob } from "~/predictions/scores/score-profiles.job.server";
import { MODEL_KINDS } from "~/predictions/predictions-summary";
import type { TrainedPredictionModels } from "~/predictions/models/shop-models";
import { trainPredictionsJob } from "~/predictions/training/train-predictions.job.server";
import { createShop, daysAgo, hoursAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps, type TestDeps } from "../support/deps";
import { readDueShops } from "../support/due-shops";
import { storeRows } from "../support/store-rows";
import { ordersOf, storeOrders } from "./builders";

const { signal } = new AbortController();
const CUSTOMERS = 150;
const DAY_MS = 86_400_000;
const TOMORROW = hoursAgo(-24);
let database: Database;
let deps: TestDeps;
let restore: () => Promise<void>;

beforeAll(async () => {
  database = await openTestDatabase();
  deps = createTestDeps();
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
  await storeOrders(database.db, ordersOf(CUSTOMERS));
  await storeOrders(database.db, ordersOf(6), OTHER_SHOP);
  await train(SHOP);
  restore = await storeRows(database.db);
});
afterAll(() => database.close());
beforeEach(() => restore());

async function train(shopId: ShopId): Promise<void> {
  await queueTraining(database.db, shopId, "predictions", { requestedBy: "merchant", at: NOW });
  await trainPredictionsJob.run(shopId, { db: database.db, ...deps }, signal);
}

const score = (shopId: ShopId, now = NOW) =>
  scoreProfilesJob.run(shopId, { ...deps, db: database.db, now: () => now }, signal);

async function scoreAll(shopId: ShopId): Promise<void> {
  while ((await score(shopId)).more);
}

/** Records a changed order of each customer, and that profiles have processed them. */
async function receiveOrders(customerIds: readonly string[]): Promise<void> {
  await database.db.event.createMany({
    data: customerIds.map((customerId) => ({
      shopId: SHOP,
      source: "shopify",
      sourceId: `order/of-${customerId}`,
      kind: "order_updated",
      customerId,
      occurredAt: NOW,
      recordedAt: NOW,
      payload: {},
    })),
  });
  await advanceCursor(database.db, SHOP, "profiles", await findLastSeq(database.db, SHOP));
}

const due = (now: Date) =>
  readDueShops(
    database.db,
    selectShopsDueForTraining({ kind: "predictions", consumer: "profiles", now }),
  );

const rowOf = (profileId: string) =>
  database.db.prediction.findUnique({ where: { shopId_profileId: { shopId: SHOP, profileId } } });

describe("a trained shop", () => {
  test("has a model of each kind, ranks the next buyers, and is due again the night after a new event, else after a week", async () => {
    const models = await findPredictionModels(database.db, SHOP);
    expect(Object.keys(models ?? {}).sort()).toEqual([...MODEL_KINDS].sort());
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "predictions_trained" });
    expect(await due(NOW)).not.toContain(SHOP);
    expect(await due(TOMORROW)).not.toContain(SHOP);
    expect(await due(new Date(NOW.getTime() + 7 * 86_400_000))).toContain(SHOP);

    await receiveOrders(["c0"]);
    expect(await due(NOW)).not.toContain(SHOP);
    expect(await due(TOMORROW)).toContain(SHOP);
  });

  test("rests six times as long as a training takes, as on a clock that runs fast", async () => {
    await receiveOrders(["c0"]);
    await database.db.trainingRun.updateMany({
      where: { shopId: SHOP },
      data: { endedAt: hoursAgo(-8) },
    });
    expect(await due(hoursAgo(-55))).not.toContain(SHOP);
    expect(await due(hoursAgo(-56))).toContain(SHOP);
  });

  test("scores every profile in slices, and then stops", async () => {
    expect(await readDueShops(database.db, selectShopsToScore())).toEqual([SHOP]);
    await scoreAll(SHOP);
    expect(await database.db.prediction.count({ where: { shopId: SHOP } })).toBe(CUSTOMERS);
    expect(await readDueShops(database.db, selectShopsToScore())).toEqual([]);
    expect(await score(SHOP)).toEqual({ more: false });
  });

  test("scores all customers in a process whose clock lags", async () => {
    expect(await score(SHOP, hoursAgo(1))).toEqual({ more: false });
    expect(await score(SHOP, hoursAgo(1))).toEqual({ more: false });
    expect(await readDueShops(database.db, selectShopsToScore())).toEqual([]);
    expect((await rowOf("c3"))?.computedAt).toEqual(NOW);
  });
});

describe("a shop with scored profiles", () => {
  let restoreScored: () => Promise<void>;
  beforeAll(async () => {
    await restore();
    await scoreAll(SHOP);
    restoreScored = await storeRows(database.db);
  });
  beforeEach(() => restoreScored());

  test("keeps columns and details consistent", async () => {
    const row = await rowOf("c0");
    const detail = PredictionDetail.parse(row?.detail);
    expect(detail.intent.map(({ value }) => value)).toEqual([
      row?.buy7Rate,
      row?.buy30Rate,
      row?.buy90Rate,
    ]);
    expect(detail.churn?.value).toBe(row?.churnRate);
    expect(Math.round(detail.value.value)).toBe(Number(row?.valueMinor));
    expect(detail.expectedOrders).toBe(row?.expectedOrders);
    expect(Math.trunc(NOW.getTime() + detail.nextOrder!.value * DAY_MS)).toBe(
      row?.nextOrderAt?.getTime(),
    );
    expect(detail.group.key).toBe(row?.groupKey);
  });

  test("shows each value with its interval, grade and reasons", async () => {
    const row = await rowOf("c0");
    const shown = (await findPrediction(database.db, SHOP, "c0"))!;
    // Nobody is held out, so nothing is known of the influence of an email.
    const known = PREDICTED.filter((it) => it !== "uplift");
    expect(shown.scores.map(({ predicted }) => predicted)).toEqual(known);
    const [buy7, , , , value, orders, nextOrder, bestHour] = shown.scores;
    expect(buy7?.value).toBe(row?.buy7Rate);
    expect(value?.value).toBe(Number(row?.valueMinor));
    expect(value?.range?.[0]).toBeLessThanOrEqual(Number(row?.valueMinor));
    expect(value?.reasons.length).toBeGreaterThan(0);
    expect(orders).toMatchObject({ value: row?.expectedOrders, range: null, grade: value?.grade });
    expect(Math.trunc(Number(nextOrder?.value))).toBe(row?.nextOrderAt?.getTime());
    expect(bestHour).toMatchObject({ value: null, habit: { kind: "needs_emails" }, grade: "D" });
  });

  test("rescores only the customer of a new event", async () => {
    await receiveOrders(["3"]);
    expect(await readDueShops(database.db, selectShopsToScore())).toEqual([SHOP]);
    expect(await score(SHOP, TOMORROW)).toEqual({ more: false });
    expect((await rowOf("c3"))?.computedAt).toEqual(TOMORROW);
    const others = await database.db.prediction.count({
      where: { shopId: SHOP, computedAt: NOW },
    });
    expect(others).toBe(CUSTOMERS - 1);
  });

  test("deletes the predictions of a deleted customer", async () => {
    await database.db.profile.update({
      where: { shopId_profileId: { shopId: SHOP, profileId: "c5" } },
      data: { deletedAt: NOW },
    });
    await receiveOrders(["5"]);
    await score(SHOP);
    expect(await rowOf("c5")).toBeNull();
  });

  test("has consistent totals on the page: grades, groups and bins", async () => {
    const summary = await getPredictionsSummary(database.db, SHOP, NOW);
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect(summary.scored).toBe(CUSTOMERS);
    expect(summary.profiles).toBe(CUSTOMERS);
    expect(sum(Object.values(summary.byGrade))).toBe(summary.scored);
    expect(sum(summary.groups.map(({ profiles }) => profiles))).toBe(summary.scored);
    for (const bins of Object.values(summary.distributions)) {
      expect(sum(bins.map(({ profiles }) => profiles))).toBe(summary.scored);
    }
    expect(summary.intent.backTests.map(({ days }) => days)).toEqual([7, 30, 90]);
    expect(summary.intent.base?.chances).toHaveLength(3);
    const [orders, ...others] = summary.behaviors;
    expect(orders).toMatchObject({ behavior: "orders", missing: null, fit: { days: 90 } });
    expect(others.map(({ missing }) => missing?.what)).toEqual([
      "visitors",
      "visitors",
      "clickers",
    ]);
  });

  test("has a text for every model and metric of a back-test", async () => {
    const { models, intent } = await getPredictionsSummary(database.db, SHOP, NOW);
    const candidates = [
      ...models.flatMap((model) => model.candidates),
      ...intent.backTests.flatMap(({ measured }) => measured?.candidates ?? []),
    ];
    expect(candidates.length).toBeGreaterThan(0);
    const keys = candidates.flatMap(({ name, metrics }) => [
      `candidate.${name}`,
      ...Object.keys(metrics).flatMap((metric) => [`metric.${metric}`, `metric.${metric}.about`]),
    ]);
    const texts = readTexts("en", "predictions");
    expect(keys.filter((key) => texts[key] === undefined)).toEqual([]);
  });

  test("records a probability that rises above one half, at most once a month", async () => {
    const { db } = database;
    const touched = Array.from({ length: CUSTOMERS }, (_, i) => String(i));
    const rescore = async () => {
      await db.prediction.updateMany({
        where: { shopId: SHOP },
        data: { churnRate: 0, buy30Rate: 0 },
      });
      await db.event.deleteMany({ where: { shopId: SHOP, kind: "order_updated" } });
      await receiveOrders(touched);
      await scoreAll(SHOP);
    };
    await rescore();
    await rescore();
    const rows = await db.prediction.findMany({ where: { shopId: SHOP } });
    const likely = (rate: number | null) => (rate ?? 0) >= 0.5;
    const crossed = rows.flatMap(({ profileId, churnRate, buy30Rate }) => [
      ...(likely(churnRate) ? [`churn_predicted ${profileId}`] : []),
      ...(likely(buy30Rate) ? [`intent_predicted ${profileId}`] : []),
    ]);
    const events = await db.event.findMany({
      where: { shopId: SHOP, kind: { in: ["churn_predicted", "intent_predicted"] } },
    });
    expect(crossed.length).toBeGreaterThan(0);
    expect(events.map(({ kind, customerId }) => `${kind} c${customerId}`).sort()).toEqual(
      crossed.sort(),
    );
  });
});

describe("a newer fit", () => {
  const save = (trained: TrainedPredictionModels, at = TOMORROW) =>
    database.db.$transaction((tx) => savePredictionModels(tx, SHOP, trained, at));
  const withWorseIntent = (models: TrainedPredictionModels): TrainedPredictionModels => {
    const bad = { skill: -0.5, error: 0.01 };
    const quality = { ...models.intent.quality, skill: bad, kept: null };
    return { ...models, intent: { ...models.intent, quality } };
  };

  test("is not used when it is measurably worse, and the page explains it", async () => {
    const before = (await findPredictionModels(database.db, SHOP))!;
    expect(await save(withWorseIntent(before))).toEqual(["intent"]);
    const after = (await findPredictionModels(database.db, SHOP))!;
    expect(after.intent.version).toBe(before.intent.version);
    expect(after.intent.model).toEqual(before.intent.model);
    expect(after.lifetime.version).toBe(before.lifetime.version + 1);
    const { models } = await getPredictionsSummary(database.db, SHOP, NOW);
    expect(models.find(({ kind }) => kind === "intent")?.isRetained).toBe(true);
    expect(models.find(({ kind }) => kind === "lifetime")?.isRetained).toBe(false);
  });

  test("is used in any case when the previous one is more than four weeks old", async () => {
    const before = (await findPredictionModels(database.db, SHOP))!;
    const fourWeeksLater = daysAgo(-28);
    expect(await save(withWorseIntent(before), fourWeeksLater)).toEqual(["intent"]);
    const justAfter = new Date(fourWeeksLater.getTime() + 1);
    expect(await save(withWorseIntent(before), justAfter)).toEqual([]);
    const { intent } = (await findPredictionModels(database.db, SHOP))!;
    expect(intent).toMatchObject({
      version: before.intent.version + 1,
      trainedAt: justAfter,
      quality: { skill: { skill: -0.5 } },
    });
    const { models } = await getPredictionsSummary(database.db, SHOP, NOW);
    expect(models.find(({ kind }) => kind === "intent")?.isRetained).toBe(false);
  });

  test("keeps three versions at most", async () => {
    const models = (await findPredictionModels(database.db, SHOP))!;
    for (let n = 0; n < 4; n++) await save(models);
    const rows = await database.db.model.count({ where: { shopId: SHOP, kind: "lifetime" } });
    expect(rows).toBe(3);
  });
});

describe("the predictions page", () => {
  test("shows a small shop its missing data and general defaults", async () => {
    await train(OTHER_SHOP);
    await scoreAll(OTHER_SHOP);
    const summary = await getPredictionsSummary(database.db, OTHER_SHOP, NOW);
    expect(summary.scored).toBe(6);
    expect(summary.byGrade).toMatchObject({ D: 6 });
    expect(summary.intent.missing).toMatchObject({ what: "buyers", need: 20 });
    expect(summary.behaviors.map(({ fit }) => fit)).toEqual([null, null, null, null]);
    expect(summary.behaviors.map(({ missing }) => missing)).not.toContain(null);
    const shown = await findPrediction(database.db, OTHER_SHOP, "c0");
    expect(shown?.scores.map(({ predicted }) => predicted)).toContain("buy_90");
    const value = shown?.scores.find(({ predicted }) => predicted === "value");
    expect(value?.value).toBeGreaterThan(0);
    expect(value?.reasons.length).toBeGreaterThan(0);
  });

  test("is empty for a shop that was never trained, and a profile that was never scored", async () => {
    const summary = await getPredictionsSummary(database.db, OTHER_SHOP, NOW);
    expect(summary).toMatchObject({ computedAt: null, scored: 0, models: [] });
    expect(await findPrediction(database.db, OTHER_SHOP, "c0")).toBeNull();
    expect(await score(OTHER_SHOP)).toEqual({ more: false });
  });
});
