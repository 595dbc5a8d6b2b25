import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { peopleStillNeeded } from "~/feedback/lift/lift";
import {
  measureRevenueLift,
  peopleNeededForRevenue,
  type VariantMoney,
  type MoneyCounts,
} from "~/feedback/lift/revenue-lift";
import { createRandomNumbers } from "~/ml/numerics/random";
import { propertyRuns } from "../../support/property-runs";

/** A variant of people with these amounts; 0 means no order. */
const variant = (spent: readonly number[]): VariantMoney => ({
  people: spent.length,
  ordered: spent.filter((minor) => minor > 0).length,
  netMinor: spent.reduce((sum, minor) => sum + minor, 0),
  netSquares: spent.reduce((sum, minor) => sum + minor ** 2, 0),
});
const of = (treated: VariantMoney, holdout: VariantMoney, holdoutRate = 0.5): MoneyCounts => ({
  treated,
  holdout,
  holdoutRate,
});

/** This many people, the first of whom spent these amounts. */
const crowd = (people: number, buyers: number, minor: number) =>
  variant(Array.from({ length: people }, (_, i) => (i < buyers ? minor : 0)));

test("the treatment's revenue beyond the holdout is incremental, scaled to the emailed people", () => {
  const lift = measureRevenueLift([of(crowd(4_000, 600, 50_00), crowd(4_000, 400, 50_00))]);
  expect(lift).toMatchObject({
    kind: "measured",
    incrementalMinor: 200 * 50_00,
    perPersonMinor: 2_50,
    people: 4_000,
  });
});

test("its interval equals that of two means, computed from individual people", () => {
  const random = createRandomNumbers(1);
  const people = (count: number, rate: number) =>
    Array.from({ length: count }, () =>
      random.nextFloat() < rate ? Math.round(20_00 + 60_00 * random.nextFloat()) : 0,
    );
  const [treated, holdout] = [people(6_000, 0.12), people(3_000, 0.1)];
  const lift = measureRevenueLift([of(variant(treated), variant(holdout), 1 / 3)]);

  const mean = (spent: number[]) => spent.reduce((sum, it) => sum + it, 0) / spent.length;
  const errorOf = (spent: number[]) => {
    const center = mean(spent);
    const squares = spent.reduce((sum, it) => sum + (it - center) ** 2, 0);
    return squares / (spent.length - 1) / spent.length;
  };
  const difference = mean(treated) - mean(holdout);
  const half = 1.959964 * Math.sqrt(errorOf(treated) + errorOf(holdout));
  if (lift.kind !== "measured") throw new Error(lift.kind);
  expect(lift.incrementalMinor).toBeCloseTo(6_000 * difference, 3);
  expect(lift.lowMinor).toBeCloseTo(6_000 * (difference - half), 3);
  expect(lift.highMinor).toBeCloseTo(6_000 * (difference + half), 3);
});

test("the incremental revenue of several flows is the sum of each", () => {
  const big = of(crowd(8_000, 1_000, 40_00), crowd(8_000, 800, 40_00));
  const small = of(crowd(900, 120, 40_00), crowd(100, 10, 40_00), 0.1);
  const [both, first] = [measureRevenueLift([big, small]), measureRevenueLift([big])];
  if (both.kind !== "measured" || first.kind !== "measured") throw new Error("not measured");
  expect(both.incrementalMinor - first.incrementalMinor).toBeCloseTo(120 * 40_00 - 90 * 40_00, 3);
  expect(both.highMinor - both.lowMinor).toBeGreaterThan(first.highMinor - first.lowMinor);
});

describe("no verdict on revenue", () => {
  test("is given without a holdout or with unbalanced variants", () => {
    const even = of(crowd(4_000, 600, 50_00), crowd(4_000, 400, 50_00));
    expect(measureRevenueLift([{ ...even, holdoutRate: 0 }])).toEqual({ kind: "no_holdout" });
    expect(measureRevenueLift([{ ...even, holdoutRate: 0.1 }])).toEqual({ kind: "unbalanced" });
  });

  test("is given until the stated number of additional people is reached", () => {
    const few = [of(crowd(300, 30, 50_00), crowd(300, 30, 50_00))];
    const lift = measureRevenueLift(few);
    if (lift.kind !== "not_enough_data") throw new Error(lift.kind);
    const more = 1 + (lift.peopleNeeded * 1.01) / 600;
    const grown = crowd(Math.ceil(300 * more), Math.ceil(30 * more), 50_00);
    expect(measureRevenueLift([of(grown, grown)]).kind).toBe("measured");
  });

  test("is given before the first order, for as long as the buyer count requires", () => {
    const withoutOrders = [of(crowd(50, 0, 0), crowd(50, 0, 0))];
    expect(peopleNeededForRevenue(withoutOrders)).toBe(0);
    expect(measureRevenueLift(withoutOrders)).toEqual({
      kind: "not_enough_data",
      peopleNeeded: peopleStillNeeded(withoutOrders),
    });
  });

  test("lasts longer when spending varies more", () => {
    const spread = variant(Array.from({ length: 500 }, (_, i) => (i < 50 ? 1_00 + i ** 3 : 0)));
    const alike = crowd(500, 50, spread.netMinor / 50);
    const [wide, narrow] = [spread, alike].map((it) => peopleNeededForRevenue([of(it, it)]));
    expect(wide).toBeGreaterThan(narrow ?? 0);
  });
});

test("the verdict does not depend on the currency's smallest unit", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 500 }),
      fc.integer({ min: 300, max: 500 }),
      (emailed, left) => {
        const [inPence, inPounds] = [100, 1].map((unit) =>
          measureRevenueLift([of(crowd(4_000, emailed, 30 * unit), crowd(4_000, left, 30 * unit))]),
        );
        if (inPence?.kind !== "measured" || inPounds?.kind !== "measured") throw new Error("none");
        expect(inPence.lowMinor).toBeCloseTo(inPounds.lowMinor * 100, 2);
        expect(inPence.highMinor).toBeCloseTo(inPounds.highMinor * 100, 2);
      },
    ),
    { numRuns: propertyRuns(20) },
  );
});
