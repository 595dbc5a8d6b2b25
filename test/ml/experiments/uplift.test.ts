import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { qiniOf, rankForTreatment, upliftOfTop } from "~/ml/experiments/qini";
import { createRandomNumbers } from "~/ml/numerics/random";
import {
  fitResponse,
  fitSLearner,
  fitTLearner,
  upliftErrorOf,
  upliftOf,
  type TreatedRows,
} from "~/ml/experiments/uplift";

/** People whose first feature decides whether an email helps, and whose second decides how often they buy. */
function experiment(count: number, seed: number): TreatedRows {
  const random = createRandomNumbers(seed);
  const features = Float64Array.from({ length: 2 * count }, () =>
    random.nextFloat() < 0.5 ? -1 : 1,
  );
  const treated = Uint8Array.from({ length: count }, () => (random.nextFloat() < 0.5 ? 1 : 0));
  const outcomes = Uint8Array.from({ length: count }, (_, n) => {
    const helps = features[2 * n] === 1 && treated[n] === 1 ? 0.3 : 0;
    return random.nextFloat() < 0.2 + helps + 0.1 * features[2 * n + 1]! ? 1 : 0;
  });
  return { features, width: 2, treated, outcomes };
}

describe("uplift", () => {
  const rows = experiment(4000, 1);

  test.each([
    ["T-learner", fitTLearner(rows, 1)],
    ["S-learner", fitSLearner(rows, 1)],
  ])("the %s finds customers whom an email helps, whether or not they buy anyway", (_, model) => {
    const people = Float64Array.of(1, -1, 1, 1, -1, -1, -1, 1);
    const score = (features: Float64Array, row: number) => upliftOf(model, features, row);
    expect(score(people, 0)).toBeGreaterThan(0.2);
    expect(score(people, 1)).toBeGreaterThan(0.2);
    expect(Math.abs(score(people, 2))).toBeLessThan(0.1);
    expect(Math.abs(score(people, 3))).toBeLessThan(0.1);
  });

  test.each([
    ["T-learner", fitTLearner],
    ["S-learner", fitSLearner],
  ])("the standard error of the %s is the spread of estimates from other samples", (_, fit) => {
    const person = Float64Array.of(1, -1);
    const models = Array.from({ length: 60 }, (_it, n) => fit(experiment(1000, 900 + n), 1));
    const estimates = models.map((model) => upliftOf(model, person, 0));
    const mean = estimates.reduce((sum, it) => sum + it / 60, 0);
    const spread = Math.sqrt(estimates.reduce((sum, it) => sum + (it - mean) ** 2 / 59, 0));
    const stated = models.reduce((sum, model) => sum + upliftErrorOf(model, person, 0) / 60, 0);
    expect(stated / spread).toBeGreaterThan(0.75);
    expect(stated / spread).toBeLessThan(1.33);
  });

  test("response ranks buyers, not persuadable customers", () => {
    const score = fitResponse(rows, 1);
    const people = Float64Array.of(-1, 1, -1, -1);
    expect(score(people, 0)).toBeGreaterThan(score(people, 1));
  });

  test("finds nothing for a random treatment: the Qini on another sample is about 0", () => {
    const qinis = [2, 3, 4, 5, 6].map((seed) => {
      const train = experiment(2000, seed);
      const test = experiment(2000, seed + 100);
      const shuffled = createRandomNumbers(seed);
      const treatedAtRandom = (part: TreatedRows) => ({
        ...part,
        treated: part.treated.map(() => (shuffled.nextFloat() < 0.5 ? 1 : 0)),
      });
      const model = fitTLearner(treatedAtRandom(train), 1);
      const held = treatedAtRandom(test);
      const order = rankForTreatment(
        Float64Array.from(held.outcomes, (_, n) => upliftOf(model, held.features, n)),
      );
      return qiniOf(held, order);
    });
    expect(Math.abs(qinis.reduce((sum, qini) => sum + qini / 5, 0))).toBeLessThan(0.006);
  });
});

describe("the interval of a Qini", () => {
  /** The middle 95% of the Qini values of bootstrap samples. */
  function intervalOf(rows: TreatedRows, order: Int32Array, seed: number): [number, number] {
    const random = createRandomNumbers(seed);
    const qinis = Array.from({ length: 200 }, () => {
      const counts = new Uint16Array(order.length);
      for (let n = 0; n < counts.length; n++) counts[random.nextInteger(counts.length)]!++;
      return qiniOf(rows, order, counts);
    }).sort((a, b) => a - b);
    return [qinis[5]!, qinis[194]!];
  }

  test("covers 0 for a random treatment in nearly all of 40 experiments, and not for an effective one", () => {
    let atRandom = 0;
    let helping = 0;
    for (let seed = 0; seed < 40; seed++) {
      const [train, held] = [experiment(600, seed), experiment(600, seed + 500)];
      const shuffled = createRandomNumbers(seed);
      const randomly = (part: TreatedRows) => ({
        ...part,
        treated: part.treated.map(() => (shuffled.nextFloat() < 0.5 ? 1 : 0)),
      });
      for (const [isRandom, learn, rank] of [
        [true, randomly(train), randomly(held)],
        [false, train, held],
      ] as const) {
        const model = fitTLearner(learn, 1);
        const order = rankForTreatment(
          Float64Array.from(rank.outcomes, (_, row) => upliftOf(model, rank.features, row)),
        );
        const [low, high] = intervalOf(rank, order, seed);
        if (isRandom && low <= 0 && high >= 0) atRandom++;
        if (!isRandom && low > 0) helping++;
      }
    }
    expect(atRandom).toBeGreaterThanOrEqual(36);
    expect(helping).toBeGreaterThanOrEqual(30);
  });
});

describe("qiniOf", () => {
  const people = fc.array(
    fc.record({
      treated: fc.integer({ min: 0, max: 1 }),
      outcome: fc.integer({ min: 0, max: 1 }),
      score: fc.nat({ max: 9 }),
    }),
    { minLength: 4, maxLength: 40 },
  );

  test("equals the area between curve and line computed naively, and counts bootstrap repeats", () => {
    fc.assert(
      fc.property(people, (all) => {
        const treated = all.map((one) => one.treated);
        const outcomes = all.map(({ outcome }) => outcome);
        fc.pre(treated.includes(1) && treated.includes(0));
        const order = rankForTreatment(all.map(({ score }) => score));
        const gain = (first: Int32Array) => {
          const arm = (which: number) => [...first].filter((n) => treated[n] === which);
          const sum = (rows: number[]) => rows.reduce((total, n) => total + outcomes[n]!, 0);
          const control = arm(0);
          const scale = control.length > 0 ? arm(1).length / control.length : 0;
          return sum(arm(1)) - sum(control) * scale;
        };
        const heights = all.map((_, k) => gain(order.subarray(0, k + 1)));
        const area = heights.reduce((total, height) => total + height, 0) / all.length;
        const qini = qiniOf({ treated, outcomes }, order);
        expect(qini).toBeCloseTo((area - gain(order) / 2) / all.length, 10);
        expect(
          qiniOf(
            { treated, outcomes },
            order,
            all.map(() => 1),
          ),
        ).toBeCloseTo(qini, 12);
      }),
    );
  });

  test("is above 0 when the affected customers rank first, and NaN without a group", () => {
    const treated = [1, 0, 1, 0];
    const outcomes = [1, 0, 0, 0];
    const order = Int32Array.of(0, 1, 2, 3);
    expect(qiniOf({ treated, outcomes }, order)).toBeGreaterThan(0);
    expect(upliftOfTop({ treated, outcomes }, order, 0.5)).toBe(1);
    expect(qiniOf({ treated: [1, 1], outcomes: [1, 0] }, Int32Array.of(0, 1))).toBeNaN();
  });
});
