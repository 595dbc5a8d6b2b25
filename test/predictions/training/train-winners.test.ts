import { expect, test } from "vitest";
import { addUp } from "~/predictions/explain";
import { logitOf } from "~/predictions/models/intent";
import { scoreProfiles } from "~/predictions/scores/score-profiles";
import { compareModels } from "~/predictions/contenders/compare-models";
import type { Winner } from "~/predictions/selection";
import { trainPredictionModels } from "~/predictions/training/train-models";
import { NOW } from "../../support/builders";
import { aHistory, ordersOf, trainingInputOf } from "../builders";
import { EXPLAINED_SETTINGS } from "../contenders/winner";

const CUSTOMERS = 150;
const history = aHistory(CUSTOMERS, ordersOf(CUSTOMERS), 5);
const { winners: _none, ...input } = trainingInputOf(history);

test("a night without a winner uses the base model", () => {
  const { intent } = trainPredictionModels({ ...input, winners: [] }, () => undefined);
  expect(intent.model.horizons.map(({ contender }) => contender)).toEqual([null, null, null]);
});

test("a comparison has the contenders of every horizon", () => {
  const steps: string[] = [];
  const selection = compareModels(input, ({ step }) => steps.push(step));
  expect(steps).toContain("contenders");
  expect(selection.map(({ days }) => days)).toEqual([7, 30, 90, 180, 144, 159]);
  const [, month] = selection;
  expect(month!.contenders.map(({ name }) => name)).toEqual([
    "logistic_regression",
    "bg_nbd",
    "log_logistic",
    "boosted_trees",
    "random_forest",
    "linear_svm",
    "neural_network",
    "nearest_neighbors",
  ]);
  for (const { metrics } of month!.contenders) expect(metrics.logLoss).toBeGreaterThan(0);
});

const SPENDING = { name: "spending_regression", featureSet: "basic", penalty: 30 } as const;

test.each(EXPLAINED_SETTINGS)(
  "$name with $featureSet features, once it won, is trained, tested and explained each night",
  (setting) => {
    const winners: Winner[] = [
      ...[7, 30, 90].map((days) => ({ prediction: "intent" as const, days, setting })),
      { prediction: "next_order", days: 160, setting: { name: "log_logistic_more" } },
      { prediction: "lifetime", days: 144, setting: SPENDING },
    ];
    const models = trainPredictionModels({ ...input, winners }, () => undefined);
    const used = models.intent.model.horizons.filter(({ contender }) => contender !== null);
    const tested = models.intent.quality.horizons.filter(({ measured }) => measured !== null);
    expect(tested.length).toBeGreaterThan(0);
    for (const { measured } of tested) {
      expect(measured!.candidates.at(-1)?.name).toBe(setting.name);
    }
    const scored = scoreProfiles(models, history, NOW).slice(0, CUSTOMERS);
    for (const { detail } of scored) {
      for (const { value, low, high, explanation } of detail.intent) {
        expect(addUp(explanation)).toBeCloseTo(logitOf(value, 1e-12), 6);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    }
    const ofNextOrder = models.next_order.quality.candidates.at(-1);
    expect(ofNextOrder?.name).toBe("log_logistic_more");
    expect(models.next_order.model.model!.features.length).toBe(ofNextOrder!.isChosen ? 30 : 6);
    for (const { detail } of scored) {
      const { value, explanation } = detail.nextOrder!;
      expect(addUp(explanation)).toBeCloseTo(Math.log1p(value), 6);
    }
    const ofValue = models.lifetime.quality.candidates.at(-1);
    expect(ofValue).toMatchObject({ name: "spending_regression", isChosen: true });
    expect(models.lifetime.model.contender).toMatchObject({ setting: SPENDING });
    const withoutWinner = { ...models.lifetime.model, contender: null };
    const byRhythm = scoreProfiles(
      { ...models, lifetime: { ...models.lifetime, model: withoutWinner } },
      history,
      NOW,
    );
    scored.forEach(({ detail }, n) => {
      const { value, low, high, explanation } = detail.value;
      expect(addUp(explanation)).toBeCloseTo(value, 4);
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(value).not.toBe(byRhythm[n]!.detail.value.value);
    });
    // The back-test of a night may still prefer the base model.
    const inUse = tested.filter(({ measured }) =>
      measured!.candidates.some((it) => it.isChosen && it.name === setting.name),
    );
    expect(used.map(({ days }) => days)).toEqual(inUse.map(({ days }) => days));
  },
);
