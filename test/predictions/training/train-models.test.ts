import { createRandomNumbers } from "~/ml/numerics/random";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeModel } from "~/predictions/models/encode-model";
import { trainPredictionModels } from "~/predictions/training/train-models";
import type { TrainedPredictionModels } from "~/predictions/models/shop-models";
import { aHistory, ordersOf, purchasesOf, trainingInputOf } from "../builders";

const CUSTOMERS = 150;
const train = (orders = ordersOf(CUSTOMERS)) =>
  trainPredictionModels(trainingInputOf(aHistory(CUSTOMERS, orders, 10)), () => undefined);
let trained: TrainedPredictionModels;

beforeAll(() => {
  trained = train();
});

describe("trainModels", () => {
  test("gives identical bytes for the same history", () => {
    expect(encodeModel(train())).toEqual(encodeModel(trained));
  });

  test("ignores data of later days", () => {
    const later = ordersOf(CUSTOMERS, 7).map((order) => ({ ...order, daysAgo: -order.daysAgo }));
    const input = trainingInputOf(aHistory(CUSTOMERS, ordersOf(CUSTOMERS), 10));
    const purchases = purchasesOf(CUSTOMERS + 10, [...ordersOf(CUSTOMERS), ...later]);
    const more = trainPredictionModels({ ...input, purchases }, () => undefined);
    expect(encodeModel(more)).toEqual(encodeModel(trained));
  });

  test("tests intent on the last window, against simpler models", () => {
    const { quality } = trained.intent;
    expect(quality.window).toMatchObject({ days: 30 });
    expect(quality.candidates.map(({ name }) => name)).toEqual([
      "same_for_all",
      "recency",
      "interest",
      "recency_frequency_spend",
      "bg_nbd",
      "logistic_regression",
    ]);
    const [month] = quality.horizons.filter(({ days }) => days === 30);
    expect(month?.measured?.deciles.reduce((sum, it) => sum + it.customers, 0)).toBe(
      month?.measured?.customers,
    );
    expect(month?.measured?.gain.at(-1)).toEqual({ customers: 1, buyers: 1 });
    // Habits as different as these three are distinguishable.
    expect(quality.skill!.skill).toBeGreaterThan(2 * quality.skill!.error);
  });

  test("does not beat a constant rate when orders are random", () => {
    // Every customer orders on one day in twelve, independent of their history.
    const random = createRandomNumbers(3);
    const orders = Array.from({ length: CUSTOMERS * 300 }, (_, n) => ({
      customer: n % CUSTOMERS,
      daysAgo: 1 + Math.floor(n / CUSTOMERS),
      value: 1_000,
    })).filter(() => random.nextInteger(12) === 0);
    const [week] = train(orders).intent.quality.horizons;
    const chosen = week?.measured?.candidates.find(({ isChosen }) => isChosen);
    expect(Math.abs(chosen!.metrics.auc! - 0.5)).toBeLessThan(0.15);
  });

  test("learns from a few orders, and reports what is missing", () => {
    const few = trainPredictionModels(trainingInputOf(aHistory(4)), () => undefined);
    expect(few.intent.model.base).toBeNull();
    expect(few.intent.quality).toMatchObject({
      source: "prior",
      missing: { what: "buyers", need: 20 },
    });
    expect(few.churn.model.stack).toBeNull();
    expect(few.behavior.model.fits.map(({ model }) => model)).toEqual([null, null, null, null]);
    expect(few.customer_groups.quality.missing).toEqual({ what: "customers", have: 4, need: 50 });
  });

  test("predicts no orders for a shop without orders", () => {
    const none = trainPredictionModels(trainingInputOf(aHistory(0, [], 3)), () => undefined);
    for (const { quality } of Object.values(none)) expect(quality.skill).toBeNull();
    expect(none.intent.quality.missing).toMatchObject({ what: "days", have: 0 });
  });

  test("reports rising progress", () => {
    const progress: number[] = [];
    trainPredictionModels(trainingInputOf(aHistory(5)), ({ doneRatio }) =>
      progress.push(doneRatio),
    );
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBeLessThan(1);
  });
});
