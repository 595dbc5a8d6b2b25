import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Calibration } from "~/ml/customers/intent-model";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { addUp } from "~/predictions/explain";
import { logitOf } from "~/predictions/models/intent";
import { PredictionDetail, type Prediction } from "~/predictions/prediction";
import { scoreProfiles } from "~/predictions/scores/score-profiles";
import type { ProfileHistory } from "~/predictions/history/shop-history";
import type { TrainedPredictionModels } from "~/predictions/models/shop-models";
import { trainPredictionModels } from "~/predictions/training/train-models";
import { NOW } from "../../support/builders";
import { aHistory, ordersOf, trainingInputOf, type Bought } from "../builders";
import { propertyRuns } from "../../support/property-runs";

const CUSTOMERS = 150;
const NEWCOMERS = 5;
const history = aHistory(CUSTOMERS, ordersOf(CUSTOMERS), NEWCOMERS);
let models: TrainedPredictionModels;
let predictions: Prediction[];

beforeAll(() => {
  models = trainPredictionModels(trainingInputOf(history), () => undefined);
  predictions = scoreProfiles(models, history, NOW);
});

/** The models with this calibration of each horizon. */
function calibratedBy(calibration: Calibration): TrainedPredictionModels {
  const horizons = models.intent.model.horizons.map((horizon) => ({
    ...horizon,
    model: horizon.model && { ...horizon.model, calibration },
  }));
  return { ...models, intent: { ...models.intent, model: { ...models.intent.model, horizons } } };
}

const train = (of: ProfileHistory) => trainPredictionModels(trainingInputOf(of), () => undefined);

describe("scoreProfiles", () => {
  test("scores everyone, in order, within the valid ranges", () => {
    expect(predictions.map(({ profileId }) => profileId)).toEqual(history.profileIds);
    for (const { detail } of predictions) {
      expect(() => PredictionDetail.parse(detail)).not.toThrow();
      for (const score of [...detail.intent, ...(detail.churn ? [detail.churn] : [])]) {
        expect(score.low).toBeGreaterThanOrEqual(0);
        expect(score.high).toBeLessThanOrEqual(1);
      }
      for (const { low, value, high } of [detail.value, ...detail.intent]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    }
  });

  test("gives churn an interval of .8 logits on each side", () => {
    const churns = predictions.flatMap(({ detail }) => detail.churn ?? []);
    expect(churns.length).toBeGreaterThan(10);
    for (const { low, value, high } of churns) {
      const logit = logitOf(value, 1e-12);
      expect(logitOf(low, 1e-12)).toBeCloseTo(logit - 0.8, 6);
      expect(logitOf(high, 1e-12)).toBeCloseTo(logit + 0.8, 6);
    }
  });

  test.each([
    ["a shop that can be learned from", CUSTOMERS],
    ["a shop with too few customers to learn from", 8],
  ])("explains scores by parts that add up to them: %s", (_what, customers) => {
    const own = aHistory(customers, ordersOf(customers), NEWCOMERS);
    const trained = customers === CUSTOMERS ? models : train(own);
    for (const { detail } of scoreProfiles(trained, own, NOW)) {
      expect(addUp(detail.value.explanation)).toBeCloseTo(detail.value.value, 4);
      if (detail.churn) {
        expect(addUp(detail.churn.explanation)).toBeCloseTo(logitOf(detail.churn.value, 1e-12), 6);
      }
      for (const { value, explanation } of detail.intent) {
        expect(addUp(explanation)).toBeCloseTo(logitOf(value, 1e-12), 6);
      }
      if (detail.nextOrder) {
        const { value, explanation } = detail.nextOrder;
        expect(addUp(explanation)).toBeCloseTo(Math.log1p(value), 8);
      }
    }
  });

  test("explains every prediction of any history, however calibrated", () => {
    const calibrations: readonly Calibration[] = [
      { kind: "raw" },
      { kind: "platt", shift: [-0.7, 1.4] },
      {
        kind: "isotonic",
        steps: { upTo: Float64Array.of(0.2, 0.6, 1), becomes: Float64Array.of(0.05, 0.4, 0.9) },
      },
    ];
    const days = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(days, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...calibrations),
        fc.integer({ min: 0, max: 1_000_000 }),
        (shop, calibration, value) => {
          const orders = shop.flatMap((own, customer) =>
            own.map((daysAgo) => ({ customer, daysAgo, value })),
          );
          const scored = scoreProfiles(
            calibratedBy(calibration),
            aHistory(shop.length, orders, 1),
            NOW,
          );
          for (const { detail } of scored) {
            const { intent, churn, nextOrder, value: spending } = detail;
            for (const { value: chance, explanation } of [...intent, ...(churn ? [churn] : [])]) {
              expect(addUp(explanation)).toBeCloseTo(logitOf(chance, 1e-12), 6);
            }
            if (nextOrder) {
              expect(addUp(nextOrder.explanation)).toBeCloseTo(Math.log1p(nextOrder.value), 8);
            }
            const difference = Math.abs(addUp(spending.explanation) - spending.value);
            expect(difference).toBeLessThan(1e-9 * Math.max(1, spending.value));
          }
        },
      ),
      { numRuns: propertyRuns(100) },
    );
  });

  test("scores one profile alone as among all", () => {
    for (const profile of [0, 1, 2, CUSTOMERS]) {
      const orders = ordersOf(CUSTOMERS)
        .filter(({ customer }) => customer === profile)
        .map((order) => ({ ...order, customer: 0 }));
      const single = aHistory(orders.length > 0 ? 1 : 0, orders, orders.length > 0 ? 0 : 1);
      const [scored] = scoreProfiles(models, single, NOW);
      expect({ ...scored, profileId: `c${profile}` }).toEqual(predictions[profile]);
    }
  });

  test("ignores orders of later days", () => {
    const later: Bought[] = ordersOf(CUSTOMERS, 9).map((it) => ({ ...it, daysAgo: -it.daysAgo }));
    const more = aHistory(CUSTOMERS, [...ordersOf(CUSTOMERS), ...later], NEWCOMERS);
    const scored = scoreProfiles(models, { ...more, knownSinceDays: history.knownSinceDays }, NOW);
    expect(scored).toEqual(predictions);
  });

  test("scores a profile without orders by others without orders", () => {
    const newcomer = predictions[CUSTOMERS]!;
    expect(newcomer).toMatchObject({
      grade: "D",
      detail: { churn: null, nextOrder: null, group: { key: "not_yet" }, bestHour: null },
    });
    expect(newcomer.detail.intent.map(({ days }) => days)).toEqual([7, 30, 90]);
  });

  test("ranks a regular customer above a one-time customer", () => {
    const often = predictions.filter((_, n) => n < CUSTOMERS && n % 3 === 0);
    const once = predictions.filter((_, n) => n < CUSTOMERS && n % 3 === 2);
    expect(new Set(often.map(({ grade }) => grade))).toContain("A");
    expect(new Set(once.map(({ grade }) => grade))).toEqual(new Set(["C"]));
    const meanOf = (of: readonly Prediction[]) =>
      of.reduce((sum, { detail }) => sum + detail.intent[1]!.value, 0) / of.length;
    expect(meanOf(often)).toBeGreaterThan(3 * meanOf(once));
  });

  test("expects an order sooner after an older last order", () => {
    // The same interval of three weeks, with growing time since the last order.
    const waits = [1, 8, 15].map((silent) => {
      const orders = Array.from({ length: 8 }, (_, n) => ({
        customer: 0,
        daysAgo: silent + 21 * n,
        value: 2_000,
      }));
      return scoreProfiles(models, aHistory(1, orders), NOW)[0]!.detail.intent[0]!.value;
    });
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  });
});

describe("two shops", () => {
  test("do not affect each other, and profile ids do not matter", () => {
    fc.assert(
      fc.property(fc.string(), (prefix) => {
        const renamed = {
          ...history,
          profileIds: history.profileIds.map((id) => profileIdOfCustomer(prefix + id)),
        };
        const scored = scoreProfiles(models, renamed, NOW);
        expect(scored.map(({ detail }) => detail)).toEqual(predictions.map((it) => it.detail));
      }),
      { numRuns: propertyRuns(3) },
    );
  });
});
