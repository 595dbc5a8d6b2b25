import { describe, expect, test } from "vitest";
import { upliftOf } from "~/ml/experiments/uplift";
import { lifetimeCustomersAt } from "~/predictions/models/lifetime";
import { encodeModel } from "~/predictions/models/encode-model";
import { trainUplift } from "~/predictions/models/uplift";
import { addUp } from "~/predictions/explain";
import { knownCustomers } from "~/predictions/scores/known-customers";
import { scoreUplift } from "~/predictions/scores/uplift-scores";
import { trainPredictionModels } from "~/predictions/training/train-models";
import { aHistory, trainingInputOf } from "../builders";
import { EQUALLY_INFLUENCED, heldOutShopOf, INFLUENCED } from "../held-out-shop";

const PEOPLE = 1500;
const shop = heldOutShopOf(PEOPLE, INFLUENCED);
const trained = trainUplift(shop.purchases, shop.endDay, shop.emails);

describe("a shop whose emails influence frequent buyers only", () => {
  test("ranks by the estimated effect, and says how well that was measured", () => {
    const { quality } = trained;
    expect(quality.uplift).toMatchObject({ verdict: "uplift" });
    expect(quality.uplift!.low).toBeGreaterThan(0);
    expect(quality.uplift!.heldOut + quality.uplift!.treated).toBe(PEOPLE);
    expect(quality.candidates.filter(({ isChosen }) => isChosen)).toHaveLength(1);
    const qiniOf = (name: string) =>
      quality.candidates.find((it) => it.name === name)?.metrics.qiniOrders;
    expect(qiniOf("t_learner")).toBeGreaterThan(qiniOf("random_order")!);
    // Revenue follows orders.
    expect(quality.candidates.find(({ isChosen }) => isChosen)?.metrics.qiniMinor).toBeGreaterThan(
      0,
    );
  });

  test("estimates each customer's effect: near 30% for frequent buyers, none for the others", () => {
    const { effect } = trained.model;
    const cutoff = trained.quality.uplift?.cutoff;
    const { buying } = trainPredictionModels(trainingInputOf(aHistory(0, [], 1)), () => undefined)
      .lifetime.model;
    const models = { lifetime: { model: { buying } } } as Parameters<typeof knownCustomers>[1];
    const day = 1000;
    const customers = knownCustomers({ purchases: shop.purchases, endDay: day }, models);
    const scores = scoreUplift(customers, {
      uplift: { model: trained.model, quality: trained.quality },
    });
    const orders = lifetimeCustomersAt(shop.purchases, day).map(({ repeats }) => repeats + 1);
    const meanOf = (isIn: (count: number) => boolean) => {
      const own = scores.filter((_, row) => isIn(orders[row]!));
      return own.reduce((sum, score) => sum + score!.value / own.length, 0);
    };
    expect(meanOf((count) => count > 4)).toBeGreaterThan(0.2);
    expect(meanOf((count) => count < 3)).toBeLessThan(0.08);
    expect(cutoff).toBeGreaterThan(0);
    expect(cutoff).toBeLessThan(0.075);
    for (const score of scores) {
      expect(addUp(score!.explanation)).toBeCloseTo(score!.value, 10);
      expect(score!.low).toBeLessThan(score!.value);
      expect(score!.high).toBeGreaterThan(score!.value);
    }
    expect(upliftOf(effect!, new Float64Array(8), 0)).toBeCloseTo(scores[0]!.explanation.base, 12);
  });

  test("gives the same model for the same people in any order", () => {
    const reversed = shop.emails.toReversed();
    expect(encodeModel(trainUplift(shop.purchases, shop.endDay, reversed))).toEqual(
      encodeModel(trained),
    );
  });

  test("does not count people whose 30 days have not passed, or who had not ordered before", () => {
    const early = trainUplift(shop.purchases, 1031, shop.emails);
    expect(early.quality.customers).toBe(shop.emails.filter(({ day }) => day === 1000).length);
    const before = shop.emails.map((email) => ({ ...email, day: 1 }));
    expect(trainUplift(shop.purchases, shop.endDay, before).quality.customers).toBe(0);
  });
});

test.each([1, 2, 3, 4, 5])(
  "falls back to the chance of an order where emails raise everyone's chance equally (shop %i)",
  (seed) => {
    const { purchases, endDay, emails } = heldOutShopOf(PEOPLE, EQUALLY_INFLUENCED, seed);
    const { model, quality } = trainUplift(purchases, endDay, emails);
    expect(model).toEqual({ effect: null });
    expect(quality.uplift!.cutoff).toBe(0);
    expect(quality.uplift!.verdict).not.toBe("uplift");
    expect(quality.uplift!.low).toBeLessThanOrEqual(0);
    expect(quality.uplift!.high).toBeGreaterThanOrEqual(0);
    expect(quality.candidates.find(({ isChosen }) => isChosen)?.name).toBe("response_ranking");
  },
);

test.each([
  ["too few people are held out", 500, { what: "held_out", need: 200 }],
  ["too few of them order", 900, { what: "held_out_buyers", need: 40 }],
])("falls back and says what is missing where %s", (_why, people, missing) => {
  const { purchases, endDay, emails } = heldOutShopOf(people, () => 0.1);
  const { model, quality } = trainUplift(purchases, endDay, emails);
  expect(model.effect).toBeNull();
  expect(quality).toMatchObject({ source: "prior", uplift: null, missing });
});
