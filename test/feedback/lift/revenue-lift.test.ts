import { expect, test } from "vitest";
import {
  isUnbalanced,
  measureRevenueLift,
  type LiftExperiment,
} from "~/feedback/lift/revenue-lift";
import { NO_SUMS, type OutcomeSums } from "~/ml/experiments/adjusted-difference";
import { normalCdf } from "~/ml/numerics/normal-distribution";

/** People of whom some spend the same amount. */
const spending = (people: number, ordered: number, each: number): OutcomeSums => ({
  ...NO_SUMS,
  ...{ people, ordered, net: ordered * each, netSquares: ordered * each ** 2 },
});
const experiment = (
  treated: OutcomeSums,
  holdout: OutcomeSums,
  holdoutRate = 0.1,
): LiftExperiment => ({
  ...{ treated, holdout, holdoutRate },
});
const SHOP = experiment(spending(900, 90, 100), spending(100, 8, 100));

function measured(...of: Parameters<typeof measureRevenueLift>) {
  const lift = measureRevenueLift(...of);
  if (lift.kind !== "measured") throw new Error(lift.kind);
  return lift;
}

test("is the difference per person times the treated people, with an interval around it", () => {
  const lift = measured([SHOP]);
  expect(lift.incrementalMinor).toBeCloseTo(900 * (10 - 8), 8);
  expect(lift.highMinor - lift.incrementalMinor).toBeCloseTo(1.959964 * lift.standardErrorMinor, 6);
  expect(lift.incrementalMinor - lift.lowMinor).toBeCloseTo(1.959964 * lift.standardErrorMinor, 6);
  const wider = measured([SHOP], 4);
  expect(wider.highMinor - wider.lowMinor).toBeCloseTo(8 * lift.standardErrorMinor, 6);
});

test("two independent experiments add their revenue and variances", () => {
  const one = measured([SHOP]);
  const two = measured([SHOP, SHOP]);
  expect(two.incrementalMinor).toBeCloseTo(2 * one.incrementalMinor, 6);
  expect(two.standardErrorMinor ** 2).toBeCloseTo(2 * one.standardErrorMinor ** 2, 3);
  expect([two.people, two.holdoutPeople]).toEqual([1_800, 200]);
});

test("the probability is that of the posterior, by the long way", () => {
  const { incrementalMinor, standardErrorMinor, priorMinor, chancePositive, revenueMinor } =
    measured([SHOP]);
  expect(revenueMinor).toBeCloseTo((900 * (9_000 + 800)) / 1_000, 8);
  expect(priorMinor).toBeCloseTo(0.1 * revenueMinor, 8);
  const precision = priorMinor ** -2 + standardErrorMinor ** -2;
  const mean = (incrementalMinor * standardErrorMinor ** -2) / precision;
  expect(chancePositive).toBeCloseTo(normalCdf(mean * Math.sqrt(precision)), 10);
  // The prior makes a noisy estimate less certain.
  expect(chancePositive).toBeLessThan(normalCdf(incrementalMinor / standardErrorMinor));
  expect(chancePositive).toBeGreaterThan(0.5);
});

test("has no result without a holdout, or before anybody ordered", () => {
  expect(measureRevenueLift([])).toEqual({ kind: "no_holdout" });
  expect(measureRevenueLift([experiment(spending(50, 5, 1), NO_SUMS, 0)])).toEqual({
    kind: "no_holdout",
  });
  expect(measureRevenueLift([experiment(spending(20, 5, 1), NO_SUMS)])).toEqual({
    kind: "no_comparison",
  });
  expect(measureRevenueLift([experiment(spending(20, 0, 1), spending(2, 0, 1))])).toEqual({
    kind: "no_comparison",
  });
});

test("shows an interval from the first buyer, however wide", () => {
  const lift = measured([experiment(spending(20, 1, 40_00), spending(1, 0, 0))]);
  expect(lift.lowMinor).toBeLessThan(0);
  expect(lift.highMinor).toBeGreaterThan(0);
});

test("warns about a broken assignment instead of comparing", () => {
  const broken = experiment(spending(5_800, 500, 100), spending(200, 20, 100), 0.05);
  expect(isUnbalanced(broken)).toBe(true);
  expect(isUnbalanced(SHOP)).toBe(false);
  expect(measureRevenueLift([SHOP, broken])).toEqual({
    ...{ kind: "unbalanced", expectedHoldout: 300, holdout: 200 },
  });
});
