import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  SMALLEST_DIFFERENCE,
  combineDifferences,
  compareRates,
  isUnbalanced,
  measureLift,
  peopleStillNeeded,
  wilsonInterval,
  type VariantCount,
  type LiftCounts,
} from "~/feedback/lift/lift";
import { createRandomNumbers } from "~/ml/numerics/random";
import { drawBinomial } from "~/ml/numerics/random-draws";

const variant = (people: number, ordered: number): VariantCount => ({ people, ordered });

const flow = (treated: VariantCount, holdout: VariantCount, holdoutRate = 0.05): LiftCounts => ({
  treated,
  holdout,
  holdoutRate,
});

const aVariant = fc
  .integer({ min: 1, max: 5_000 })
  .chain((people) =>
    fc.integer({ min: 0, max: people }).map((ordered) => variant(people, ordered)),
  );

describe("compareRates", () => {
  // Newcombe 1998, table II, method 10.
  test.each([
    [variant(70, 56), variant(80, 48), 0.0524, 0.3339],
    [variant(10, 9), variant(10, 3), 0.1705, 0.809],
    [variant(7, 6), variant(7, 2), 0.0582, 0.8062],
    [variant(56, 5), variant(29, 0), -0.0381, 0.1926],
    [variant(10, 0), variant(20, 0), -0.1611, 0.2775],
    [variant(10, 10), variant(10, 0), 0.6075, 1],
  ])("gives the published interval for %o against %o", (a, b, low, high) => {
    const compared = compareRates(a, b);
    expect(compared.low).toBeCloseTo(low, 3);
    expect(compared.high).toBeCloseTo(high, 3);
  });

  test("is antisymmetric in its variants", () => {
    fc.assert(
      fc.property(aVariant, aVariant, (a, b) => {
        const [ab, ba] = [compareRates(a, b), compareRates(b, a)];
        expect(ab.difference).toBeCloseTo(-ba.difference, 12);
        expect(ab.low).toBeCloseTo(-ba.high, 12);
        expect(ab.low).toBeLessThanOrEqual(ab.difference);
        expect(ab.high).toBeGreaterThanOrEqual(ab.difference);
      }),
    );
  });
});

test("a Wilson interval lies within 0 and 1 and contains the rate", () => {
  fc.assert(
    fc.property(aVariant, (a) => {
      const { low, high } = wilsonInterval(a);
      const rate = a.ordered / a.people;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(rate + 1e-12);
      expect(high).toBeGreaterThanOrEqual(rate - 1e-12);
    }),
  );
});

describe("combineDifferences", () => {
  test("gives the plain difference for a single flow", () => {
    const { difference } = combineDifferences([flow(variant(900, 90), variant(100, 5))]);
    expect(difference).toBeCloseTo(0.05, 12);
  });

  test("is not biased by flows with different holdout shares", () => {
    // No difference in either flow; pooled, the treated look far better (Simpson's paradox).
    const high = flow(variant(1_900, 950), variant(100, 50), 0.05);
    const low = flow(variant(500, 25), variant(500, 25), 0.5);
    expect(combineDifferences([high, low]).difference).toBeCloseTo(0, 12);
  });

  test("approximates the textbook interval in a large sample", () => {
    const one = flow(variant(9_000, 900), variant(1_000, 60));
    const wald = Math.sqrt((0.1 * 0.9) / 9_000 + (0.06 * 0.94) / 1_000);
    const { low, high } = combineDifferences([one]);
    expect((high - low) / 2).toBeCloseTo(1.96 * wald, 3);
  });
});

describe("peopleStillNeeded", () => {
  test("matches the formula for two rates, computed by hand", () => {
    // 1,998 people, 199 orders: p = 200/2000 = 10%, target 13%, half in the holdout.
    const counts = flow(variant(999, 100), variant(999, 99), 0.5);
    const perVariant = ((1.959964 + 0.841621) ** 2 * (0.1 * 0.9 + 0.13 * 0.87)) / 0.03 ** 2;
    expect(peopleStillNeeded([counts])).toBe(Math.ceil(2 * perVariant - 1_998));
  });

  test("needs more people with a smaller holdout", () => {
    const half = peopleStillNeeded([flow(variant(0, 0), variant(0, 0), 0.5)]);
    const few = peopleStillNeeded([flow(variant(0, 0), variant(0, 0), 0.05)]);
    expect(few).toBeGreaterThan(3 * half);
  });

  test("needs no more people once the number is reached", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 0.5, noNaN: true }), (holdoutRate) => {
        const needed = peopleStillNeeded([flow(variant(0, 0), variant(0, 0), holdoutRate)]);
        const holdout = Math.ceil(needed * holdoutRate);
        const treated = needed - holdout;
        const counts = flow(
          variant(treated, Math.round(treated / 2)),
          variant(holdout, Math.round(holdout / 2)),
          holdoutRate,
        );
        expect(peopleStillNeeded([counts])).toBeLessThan(needed * 0.02 + 5);
      }),
    );
  });
});

describe("isUnbalanced", () => {
  test.each([
    ["variants that fit the draw", variant(950, 0), variant(50, 0), false],
    ["variants that chance explains", variant(960, 0), variant(40, 0), false],
    ["a holdout that lost most of its people", variant(990, 0), variant(10, 0), true],
    ["too few people to ask", variant(60, 0), variant(0, 0), false],
  ])("returns the right result for %s", (_what, treated, holdout, expected) => {
    expect(isUnbalanced(flow(treated, holdout))).toBe(expected);
  });

  test("rarely raises an alarm for a shop of many correctly drawn campaigns", () => {
    const random = createRandomNumbers(7);
    const alarms = Array.from({ length: 60 }, () => {
      const campaigns = Array.from({ length: 200 }, () => {
        const holdout = drawBinomial(2_000, 0.1, random);
        return flow(variant(2_000 - holdout, 0), variant(holdout, 0), 0.1);
      });
      return measureLift(campaigns).kind === "unbalanced";
    });
    // At one in 2,000 per campaign it would be six.
    expect(alarms.filter(Boolean).length).toBeLessThan(2);
  });
});

describe("measureLift", () => {
  test("has no lift without a holdout", () => {
    expect(measureLift([flow(variant(9_000, 900), variant(0, 0), 0)])).toEqual({
      kind: "no_holdout",
    });
    expect(measureLift([])).toEqual({ kind: "no_holdout" });
  });

  test("gives no verdict on few people, however large the difference", () => {
    const lift = measureLift([flow(variant(95, 60), variant(5, 0))]);
    expect(lift.kind).toBe("not_enough_data");
  });

  test("gives no verdict when the variants do not fit the draw", () => {
    const lift = measureLift([flow(variant(99_000, 9_000), variant(1_000, 50))]);
    expect(lift).toEqual({ kind: "unbalanced", expectedHoldout: 5_000, holdout: 1_000 });
  });

  test("measures once there are enough people", () => {
    const lift = measureLift([flow(variant(95_000, 9_500), variant(5_000, 350))]);
    expect(lift).toMatchObject({ kind: "measured", treatedRate: 0.1, holdoutRate: 0.07 });
    if (lift.kind !== "measured") return;
    expect(lift.difference).toBeCloseTo(SMALLEST_DIFFERENCE, 12);
    expect(lift.low).toBeGreaterThan(0.02);
    expect(lift.high).toBeLessThan(0.04);
  });

  test("measures several flows together", () => {
    const one = flow(variant(47_500, 4_750), variant(2_500, 175));
    expect(measureLift([one, one])).toMatchObject({ kind: "measured", treatedRate: 0.1 });
  });
});
