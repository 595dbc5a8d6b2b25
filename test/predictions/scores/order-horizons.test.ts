import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { addUp, explain } from "~/predictions/explain";
import { logitOf } from "~/predictions/models/intent";
import { INTENT_DAYS, type PredictionDetail } from "~/predictions/prediction";
import { orderHorizons } from "~/predictions/scores/order-horizons";
import { scoreProfiles } from "~/predictions/scores/score-profiles";
import { trainPredictionModels } from "~/predictions/training/train-models";
import { NOW } from "../../support/builders";
import { propertyRuns } from "../../support/property-runs";
import { aHistory, trainingInputOf, type Bought } from "../builders";

/** Scores of 7, 30 and 90 days with these values, each with three parts. */
function scoresOf(values: readonly number[]): PredictionDetail["intent"] {
  return values.map((value, n) => {
    const logit = logitOf(value);
    const parts = [0.5, -0.3, 0.1].map((part, m) => ({ feature: `f${m}`, value: 1, part }));
    return {
      days: INTENT_DAYS[n]!,
      value,
      low: 0.8 * value,
      high: value + 0.2 * (1 - value),
      grade: "C",
      explanation: explain(logit - 0.3, parts),
    };
  });
}

const valuesOf = (scores: PredictionDetail["intent"]) => scores.map(({ value }) => value);
const aChance = fc.double({ min: 1e-5, max: 1 - 1e-5, noNaN: true });
const someChances = fc.tuple(aChance, aChance, aChance);

describe("orderHorizons", () => {
  test("keeps scores that are in order", () => {
    const scores = scoresOf([0.1, 0.1, 0.4]);
    expect(orderHorizons(scores)).toBe(scores);
  });

  test("gives horizons that contradict each other the mean of their logits, and says so", () => {
    const [week, month, quarter] = orderHorizons(scoresOf([0.01, 0.8, 0.2])) as [
      Score,
      Score,
      Score,
    ];
    // The logits of .8 and .2 are opposite.
    expect([week.value, month.value, quarter.value]).toEqual([expect.closeTo(0.01, 12), 0.5, 0.5]);
    expect(month.explanation.strongest).toContainEqual({
      feature: "otherHorizons",
      value: 0,
      part: expect.closeTo(-logitOf(0.8), 12) as number,
    });
    expect(week.explanation).toEqual(scoresOf([0.01])[0]!.explanation);
  });

  test("moves everything to the mean when every pair is reversed", () => {
    const values = valuesOf(orderHorizons(scoresOf([0.9, 0.5, 0.1])));
    expect(new Set(values).size).toBe(1);
    expect(values[0]).toBeCloseTo(0.5, 12);
  });

  test("orders any scores within their intervals, with parts that add up to them", () => {
    fc.assert(
      fc.property(someChances, (values) => {
        const ordered = orderHorizons(scoresOf(values));
        expectOrdered(ordered);
        expect(orderHorizons(ordered)).toBe(ordered);
      }),
    );
  });

  test("never raises the expected log loss over the horizons, whatever the ordered truth", () => {
    const divergence = (truth: readonly number[], values: readonly number[]) =>
      truth.reduce((sum, q, n) => {
        const p = values[n]!;
        return sum + q * Math.log(q / p) + (1 - q) * Math.log((1 - q) / (1 - p));
      }, 0);
    fc.assert(
      fc.property(someChances, someChances, (values, any) => {
        const truth = any.toSorted((a, b) => a - b);
        const ordered = valuesOf(orderHorizons(scoresOf(values)));
        expect(divergence(truth, ordered)).toBeLessThanOrEqual(divergence(truth, values) + 1e-9);
      }),
    );
  });
});

type Score = PredictionDetail["intent"][number];

function expectOrdered(scores: PredictionDetail["intent"]) {
  scores.forEach(({ value, low, high, explanation }, n) => {
    expect(value).toBeGreaterThanOrEqual(scores[n - 1]?.value ?? 0);
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
    expect(addUp(explanation)).toBeCloseTo(logitOf(value, 1e-12), 6);
    expect(explanation.strongest.length).toBeLessThanOrEqual(3);
  });
}

/** Days before the end of one customer's orders, in shops of customers who are much alike. */
const LAWS: Readonly<Record<string, (random: () => number) => number[]>> = {
  "all bought on one day": () => [60],
  "none bought again": (random) => [1 + Math.floor(200 * random())],
  "half bought again": (random) => (random() < 0.5 ? [60, 20] : [60]),
  "all began together, and some came back lately": (random) =>
    random() < 0.6 ? [200, 4 + Math.floor(25 * random()), 2] : [200 - Math.floor(50 * random())],
  "all bought twice, and half came back": (random) =>
    random() < 0.5 ? [200, 199, 1 + Math.floor(25 * random())] : [200, 199],
  "regular customers": (random) => {
    const first = Math.floor(20 * random());
    return Array.from({ length: 10 }, (_, n) => first + 1 + 25 * n);
  },
};

function aShopOf(law: string, customers: number, seed: number) {
  const random = createRandomNumbers(seed);
  const orders = Array.from({ length: customers }, (_, customer) =>
    LAWS[law]!(() => random.nextFloat()).map((daysAgo): Bought => ({
      customer,
      daysAgo,
      value: 2_000,
    })),
  );
  const history = aHistory(customers, orders.flat(), 1);
  const models = trainPredictionModels(trainingInputOf(history), () => undefined);
  return { models, scored: scoreProfiles(models, history, NOW) };
}

describe("the probabilities of an order within 7, 30 and 90 days", () => {
  test.each(Object.keys(LAWS))("are in order in a shop of any size where %s", (law) => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 10, 45, 90),
        fc.integer({ min: 1, max: 1_000 }),
        (customers, seed) => {
          for (const { detail } of aShopOf(law, customers, seed).scored) {
            expectOrdered(detail.intent);
          }
        },
      ),
      { numRuns: propertyRuns(5) },
    );
  });

  test.each([
    "all began together, and some came back lately",
    "all bought twice, and half came back",
  ])("are not certain in a small shop where %s", (law) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { models, scored } = aShopOf(law, 60, seed);
      const slopes = models.intent.model.horizons.flatMap(({ model }) =>
        model?.calibration.kind === "platt" ? model.calibration.shift[1] : [],
      );
      expect(slopes.filter((slope) => slope <= 0 || slope > 2)).toEqual([]);
      const values = scored.flatMap(({ detail }) => detail.intent.map(({ value }) => value));
      expect(Math.max(...values)).toBeLessThan(0.98);
    }
  });
});
