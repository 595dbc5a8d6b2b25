import { describe, expect, test } from "vitest";
import { estimatePolicyValue } from "~/ml/experiments/doubly-robust";
import { measureOverlap, type PolicyLog, type TargetPolicy } from "~/ml/experiments/policy-overlap";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import { drawGamma, drawNormal } from "~/ml/numerics/random-draws";

const always =
  (chosen: number): TargetPolicy =>
  (_row, action) =>
    action === chosen ? 1 : 0;

interface Row {
  readonly x: number;
  readonly action: number;
  readonly propensity: number;
  readonly reward: number;
  readonly person?: number;
}

function estimate(rows: readonly Row[], target: TargetPolicy, actionCount = 2) {
  const log: PolicyLog = {
    features: Float64Array.from(rows, ({ x }) => x),
    width: 1,
    actions: Int32Array.from(rows, ({ action }) => action),
    actionCount,
    propensities: Float64Array.from(rows, ({ propensity }) => propensity),
    people: Int32Array.from(rows, ({ person }, n) => person ?? n),
  };
  const overlap = measureOverlap(log, target);
  const rewards = Float64Array.from(rows, ({ reward }) => reward);
  return { ...estimatePolicyValue(log, target, overlap, rewards), overlap };
}

describe("an estimate by hand", () => {
  // All rows are one person's, so no one else's predict them: predictions are 0, and only the weights remain.
  const rows = [
    { x: 1, action: 0, propensity: 0.25, reward: 4 },
    { x: 2, action: 1, propensity: 0.75, reward: 1 },
    { x: 3, action: 1, propensity: 0.75, reward: 3 },
    { x: 4, action: 0, propensity: 0.25, reward: 0 },
  ].map((row) => ({ ...row, person: 0 }));

  test("weighs rewards, cuts weights at √4 and widens the interval by what that cut", () => {
    const { value, clippingBias } = estimate(rows, always(0));
    expect(value.mean).toBe((2 * 4 + 2 * 0) / 4);
    expect(clippingBias).toBe((2 * 4 + 2 * 0) / 4);
    // The residual variance of all rows, (16 + 1 + 9 + 0) / 4, times the squares of the weights.
    const error = Math.sqrt(6.5 * (4 + 4)) / 4;
    expect(value.standardError).toBeCloseTo(error, 12);
    expect(value.high).toBeCloseTo(2 + 1.959964 * error + 2, 6);
  });

  test("compares with what was logged", () => {
    const { change } = estimate(rows, always(0));
    expect(change.mean).toBe((1 * 4 - 1 * 1 - 1 * 3 + 1 * 0) / 4);
    expect(change.standardError).toBeCloseTo(Math.sqrt(6.5 * 4) / 4, 12);
  });

  test("finds no change for the logged policy itself", () => {
    const { change } = estimate(rows, (_row, action) => [0.25, 0.75][action]!);
    expect(change).toMatchObject({ mean: 0, low: 0, high: 0 });
  });

  test("is exact where each action always has the same reward", () => {
    const random = createRandomNumbers(2);
    const drawn = Array.from({ length: 300 }, () => {
      const action = random.nextFloat() < 0.3 ? 1 : 0;
      return { x: 0, action, propensity: action ? 0.3 : 0.7, reward: 2 + 5 * action };
    });
    const mean = drawn.reduce((sum, { reward }) => sum + reward, 0) / 300;
    const { value, change } = estimate(drawn, always(1));
    expect(value.mean).toBeCloseTo(7, 10);
    expect(change.mean).toBeCloseTo(7 - mean, 10);
  });
});

interface Simulation {
  readonly rows: number;
  /** P(action 1) as it is drawn, and as it is logged. */
  readonly drawn: (x: number) => number;
  readonly logged: (x: number) => number;
  readonly rewardOf: (x: number, action: number) => number;
}

function simulate({ rows, drawn, logged, rewardOf }: Simulation, random: RandomNumbers): Row[] {
  return Array.from({ length: rows }, () => {
    const x = drawNormal(random);
    const action = random.nextFloat() < drawn(x) ? 1 : 0;
    const propensity = action === 1 ? logged(x) : 1 - logged(x);
    return { x, action, propensity, reward: rewardOf(x, action) + drawNormal(random) };
  });
}

/** Mean errors over simulated logs, in standard errors of that mean; of the estimate and of its two halves alone. */
function meanError(simulation: Simulation, truth: number, logs: number, seed: number) {
  const random = createRandomNumbers(seed);
  const errors = Array.from({ length: logs }, () => {
    const rows = simulate(simulation, random);
    const weighted = rows.reduce(
      (sum, { action, propensity, reward }) => sum + (action === 1 ? reward / propensity : 0),
      0,
    );
    return [estimate(rows, always(1)).value.mean - truth, weighted / rows.length - truth];
  });
  return [0, 1].map((n) => {
    const mean = errors.reduce((sum, it) => sum + it[n]!, 0) / logs;
    const spread = errors.reduce((sum, it) => sum + (it[n]! - mean) ** 2, 0) / (logs - 1);
    return mean / Math.sqrt(spread / logs);
  });
}

const logistic = (x: number) => 0.15 + 0.7 / (1 + Math.exp(-2 * x));

describe("is unbiased", () => {
  test("with right propensities, although the regression is wrong", () => {
    const curved = { rewardOf: (x: number, action: number) => x ** 2 + action * (1 + x ** 3) };
    const [robust] = meanError(
      { rows: 300, drawn: logistic, logged: logistic, ...curved },
      2,
      300,
      3,
    );
    expect(Math.abs(robust!)).toBeLessThan(3.5);
  });

  test("with a right regression, although the propensities are wrong", () => {
    const straight = { rewardOf: (x: number, action: number) => 5 + 2 * x + action * (1 + x / 2) };
    const wrong = { rows: 1_000, drawn: logistic, logged: () => 0.5, ...straight };
    const [robust, weighted] = meanError(wrong, 6, 100, 4);
    expect(Math.abs(robust!)).toBeLessThan(3.5);
    expect(Math.abs(weighted!)).toBeGreaterThan(20);
  });
});

/** Emails of people who spend differently; several of a person; a rare action adds an order now and then. */
function drawEmails(rates: readonly number[], gain: number, random: RandomNumbers): Row[] {
  return Array.from({ length: 250 }, (_, person) => {
    const habit = drawGamma(0.5, random);
    return Array.from({ length: 1 + (person % 3) }, () => {
      const place = random.nextFloat();
      const action = place < rates[0]! ? 0 : place < rates[0]! + rates[1]! ? 1 : 2;
      const isBuying = random.nextFloat() < 0.1 * Math.min(2, habit) + (action === 1 ? gain : 0);
      const reward = isBuying ? 40 * Math.exp(0.5 * drawNormal(random) - 0.125) : 0;
      return { x: habit, action, propensity: rates[action]!, reward, person };
    });
  }).flat();
}

test.each([
  ["no effect", 0, 5],
  ["a gain", 0.05, 6],
])("intervals contain %s in 95 of 100 logs of skewed rewards", (_what, gain, seed) => {
  const random = createRandomNumbers(seed);
  const rates = [0.7, 0.15, 0.15];
  const truth = 40 * gain * (1 - rates[1]!);
  let covered = 0;
  for (let log = 0; log < 200; log++) {
    const { change } = estimate(drawEmails(rates, gain, random), always(1), 3);
    if (change.low <= truth && truth <= change.high) covered++;
  }
  // Of 200 logs at 95%, 180 or fewer are covered in one of five hundred runs.
  expect(covered).toBeGreaterThan(180);
});

test("is more precise than weighting where features explain rewards", () => {
  const rows = simulate(
    { rows: 2_000, drawn: () => 0.2, logged: () => 0.2, rewardOf: (x) => 3 * x },
    createRandomNumbers(8),
  );
  const precise = estimate(rows, always(1)).change;
  const blind = estimate(
    rows.map((row) => ({ ...row, x: 0 })),
    always(1),
  ).change;
  expect(precise.standardError).toBeLessThan(blind.standardError / 2);
});
