import { describe, expect, test } from "vitest";
import {
  findWeakOverlap,
  measureOverlap,
  type TargetPolicy,
} from "~/ml/experiments/policy-overlap";
import { createRandomNumbers } from "~/ml/numerics/random";

const logOf = (actions: number[], propensities: number[], people = actions.map((_, n) => n)) => ({
  actions: Int32Array.from(actions),
  propensities: Float64Array.from(propensities),
  people: Int32Array.from(people),
});
const always =
  (chosen: number): TargetPolicy =>
  (_row, action) =>
    action === chosen ? 1 : 0;

/** Of `rows` draws, action 1 is taken with this probability, which is logged as `logged`. */
function drawn(rows: number, probability: number, logged = probability) {
  const random = createRandomNumbers(rows);
  const actions = Array.from({ length: rows }, () => (random.nextFloat() < probability ? 1 : 0));
  return logOf(
    actions,
    actions.map((action) => (action === 1 ? logged : 1 - logged)),
  );
}

describe("measureOverlap", () => {
  test("computes weights, their mean and the effective people", () => {
    const overlap = measureOverlap(
      logOf([1, 0, 1, 0, 1, 0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5, 0.4, 0.5, 0.5, 0.5, 0.5]),
      always(1),
    );
    expect([...overlap.weights]).toEqual([2, 0, 2, 0, 2.5, 0, 0, 0, 0]);
    expect(overlap.maxWeight).toBe(3);
    expect(overlap.meanWeight).toBeCloseTo(6.5 / 9);
    // (2 + 2 + 2.5)² / (4 + 4 + 6.25)
    expect(overlap.effectivePeople).toBeCloseTo(42.25 / 14.25);
    expect(overlap).toMatchObject({ clippedShare: 0, people: 9 });
  });

  test("counts several rows of a person as one", () => {
    const { effectivePeople, people } = measureOverlap(
      logOf([1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5], [0, 0, 1, 1]),
      always(1),
    );
    expect({ effectivePeople, people }).toEqual({ effectivePeople: 2, people: 2 });
  });

  test("cuts weights at the square root of the rows", () => {
    const overlap = measureOverlap(logOf([1, 0, 0, 0], [0.1, 0.9, 0.9, 0.9]), always(1));
    expect([...overlap.weights]).toEqual([2, 0, 0, 0]);
    expect(overlap.clippedShare).toBeCloseTo(0.8);
  });

  test("has everyone's weight under the logged policy", () => {
    const log = drawn(100, 0.3);
    const overlap = measureOverlap(log, (_row, action) => (action === 1 ? 0.3 : 0.7));
    expect(overlap).toMatchObject({ effectivePeople: 100, meanWeight: 1, meanWeightError: 0 });
    expect(findWeakOverlap(overlap, 100)).toBeNull();
  });
});

describe("findWeakOverlap", () => {
  test("finds enough overlap where the target was drawn often", () => {
    expect(findWeakOverlap(measureOverlap(drawn(2_000, 0.05), always(1)), 30)).toBeNull();
  });

  test("refuses a target that was drawn for too few, or never", () => {
    expect(findWeakOverlap(measureOverlap(drawn(200, 0.05), always(1)), 30)).toBe("few_people");
    expect(findWeakOverlap(measureOverlap(drawn(200, 0), always(1)), 30)).toBe("few_people");
  });

  test("refuses a log whose actions contradict their propensities", () => {
    expect(findWeakOverlap(measureOverlap(drawn(2_000, 0.05, 0.1), always(1)), 30)).toBe(
      "wrong_propensities",
    );
    expect(findWeakOverlap(measureOverlap(drawn(2_000, 0.1, 0.05), always(1)), 30)).toBe(
      "wrong_propensities",
    );
  });

  test("refuses an answer that a few tiny propensities would make", () => {
    const usual = Array.from({ length: 400 }, (_, n) => n % 2);
    const log = logOf([...usual, 1, 1], [...usual.map(() => 0.5), 0.005, 0.005]);
    const overlap = measureOverlap(log, always(1));
    expect({ ...overlap, clippedShare: 0 }).toMatchObject({ people: 402 });
    expect(findWeakOverlap(overlap, 30)).toBe("clipped");
  });
});
