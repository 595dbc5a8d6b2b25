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

describe("the interval of several flows", () => {
  test("equals Sato's formula, computed by hand", () => {
    // n, m: treated and held-out people; x, y: their orders.
    const flows = [
      [300, 200, 60, 30],
      [900, 100, 90, 8],
    ] as const;
    const sum = (term: (n: number, m: number, x: number, y: number) => number) =>
      flows.reduce((total, [n, m, x, y]) => total + term(n, m, x, y), 0);
    const weight = sum((n, m) => (n * m) / (n + m));
    const difference = sum((n, m, x, y) => (x * m - y * n) / (n + m)) / weight;
    const p = sum((n, m, x, y) => (n ** 2 * y - m ** 2 * x + (n * m * (m - n)) / 2) / (n + m) ** 2);
    const q = sum((n, m, x, y) => (x * (m - y) + y * (n - x)) / (2 * (n + m)));
    const half = (1.959964 * Math.sqrt(difference * p + q)) / weight;
    const found = combineDifferences(
      flows.map(([n, m, x, y]) => flow(variant(n, x), variant(m, y))),
    );
    expect(found.difference).toBeCloseTo(difference, 12);
    expect(found.low).toBeCloseTo(difference - half, 12);
    expect(found.high).toBeCloseTo(difference + half, 12);
  });

  test("does not change with a flow that nobody has entered in one variant", () => {
    const one = flow(variant(300, 60), variant(200, 30));
    const alone = combineDifferences([one]);
    expect(combineDifferences([one, flow(variant(9, 3), variant(0, 0))])).toEqual(alone);
    expect(combineDifferences([flow(variant(0, 0), variant(9, 3)), one])).toEqual(alone);
    expect(combineDifferences([flow(variant(0, 0), variant(0, 0)), one])).toEqual(alone);
  });

  test("lies within -1 and 1", () => {
    const best = combineDifferences([flow(variant(3, 3), variant(3, 0))]);
    expect([best.difference, best.high]).toEqual([1, 1]);
    const worst = combineDifferences([flow(variant(3, 0), variant(3, 3))]);
    expect([worst.difference, worst.low]).toEqual([-1, -1]);
  });
});

describe("peopleStillNeeded", () => {
  test("matches the formula for two rates, computed by hand", () => {
    // 1,998 people, 199 orders: p = 200/2000 = 10%, target 13%, half in the holdout.
    const counts = flow(variant(999, 100), variant(999, 99), 0.5);
    const perVariant = ((1.959964 + 0.841621) ** 2 * (0.1 * 0.9 + 0.13 * 0.87)) / 0.03 ** 2;
    expect(peopleStillNeeded([counts])).toBe(Math.ceil(2 * perVariant - 1_998));
  });

  test("uses the mean holdout rate before the first profile, then that of the profiles", () => {
    const none = (rate: number) => flow(variant(0, 0), variant(0, 0), rate);
    expect(peopleStillNeeded([none(0.2), none(0.4)])).toBe(peopleStillNeeded([none(0.3)]));
    const some = flow(variant(80, 8), variant(20, 2), 0.2);
    expect(peopleStillNeeded([some, none(0.4)])).toBe(peopleStillNeeded([some]));
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
    ["five people expected and forty found", variant(60, 0), variant(40, 0), true],
    ["fewer than five people expected", variant(59, 0), variant(40, 0), false],
  ])("returns the right result for %s", (_what, treated, holdout, expected) => {
    expect(isUnbalanced(flow(treated, holdout))).toBe(expected);
  });

  test("is an alarm from three and a half standard deviations on, more for many experiments", () => {
    // 10,000 people at one half: 50 is a standard deviation.
    const off = (people: number) =>
      flow(variant(5_000 - people, 0), variant(5_000 + people, 0), 0.5);
    expect([170, 180].map((people) => isUnbalanced(off(people)))).toEqual([false, true]);
    expect([-170, -180].map((people) => isUnbalanced(off(people)))).toEqual([false, true]);
    expect([220, 250].map((people) => isUnbalanced(off(people), 100))).toEqual([false, true]);
  });

  test("asks nothing while fewer than five people are expected without a holdout", () => {
    expect(isUnbalanced(flow(variant(40, 0), variant(40, 0), 0.95))).toBe(false);
    expect(isUnbalanced(flow(variant(60, 0), variant(40, 0), 0.95))).toBe(true);
  });

  test("measures deviations by the smaller variant's size", () => {
    // 10,000 people at 10%: 1,000 expected, 30 is a standard deviation.
    const off = (people: number) =>
      flow(variant(9_000 - people, 0), variant(1_000 + people, 0), 0.1);
    expect([102, 108].map((people) => isUnbalanced(off(people)))).toEqual([false, true]);
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

  test("leaves out flows without a holdout or without emails", () => {
    const drawn = flow(variant(95_000, 9_500), variant(5_000, 350));
    const [all, none] = [0, 1].map((holdoutRate) => ({ ...drawn, holdoutRate }));
    expect(measureLift([all!, none!])).toEqual({ kind: "no_holdout" });
    expect(measureLift([all!, drawn, none!])).toEqual(measureLift([drawn]));
  });

  test("measures one flow by its rates, and several by their weighted differences", () => {
    const one = flow(variant(95_000, 9_500), variant(5_000, 350));
    const other = flow(variant(9_000, 900), variant(1_000, 60), 0.1);
    expect(measureLift([one])).toMatchObject(compareRates(one.treated, one.holdout));
    expect(measureLift([one, other])).toMatchObject(combineDifferences([one, other]));
  });

  test("measures several flows together", () => {
    const one = flow(variant(47_500, 4_750), variant(2_500, 175));
    expect(measureLift([one, one])).toMatchObject({ kind: "measured", treatedRate: 0.1 });
  });
});
