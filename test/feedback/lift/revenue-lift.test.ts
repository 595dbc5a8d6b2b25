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

test("a flow that nobody has entered in one variant changes nothing", () => {
  const big = of(crowd(8_000, 1_000, 40_00), crowd(8_000, 800, 40_00));
  const nobody = crowd(0, 0, 0);
  const alone = measureRevenueLift([big]);
  expect(measureRevenueLift([big, of(crowd(3, 1, 40_00), nobody, 0.01)])).toEqual(alone);
  expect(measureRevenueLift([of(nobody, crowd(3, 1, 40_00)), big])).toEqual(alone);
  expect(alone).toMatchObject({ people: 8_000, perPersonMinor: 1_00 });
});

test("flows without a holdout or without emails do not count", () => {
  const drawn = of(crowd(4_000, 600, 50_00), crowd(4_000, 400, 50_00));
  const everyone = { ...drawn, holdoutRate: 0 };
  const nobody = { ...drawn, holdoutRate: 1 };
  expect(measureRevenueLift([everyone, nobody])).toEqual({ kind: "no_holdout" });
  expect(measureRevenueLift([everyone, drawn, nobody])).toEqual(measureRevenueLift([drawn]));
});

test("one unbalanced flow withholds the verdict on all", () => {
  const even = of(crowd(4_000, 600, 50_00), crowd(4_000, 400, 50_00));
  expect(measureRevenueLift([even, { ...even, holdoutRate: 0.1 }])).toEqual({
    kind: "unbalanced",
  });
});

test("few buyers of one variant get the spread of both", () => {
  // Nine buyers in the holdout, so its own variance counts for nothing; ten, and it counts.
  const width = (buyers: number) => {
    const holdout = crowd(4_000, buyers, 50_00);
    const treated = crowd(40_000, 4_000, 50_00);
    const lift = measureRevenueLift([of(treated, holdout, 1 / 11)]);
    return lift.kind === "measured" ? lift.highMinor - lift.lowMinor : NaN;
  };
  expect(width(9)).toBeGreaterThan(2 * width(10));
});

describe("the number of people needed", () => {
  // The sample size for two means: (z_0.975 + z_0.8)² (s²/n₁ + s²/n₂) = difference².
  test("is that of two means, computed by hand", () => {
    const counts = of(crowd(90, 9, 10_00), crowd(10, 1, 10_00), 0.1);
    // 100 people, 10 buyers of 10.00: mean 1.00, variance 100/99 * 9 = 9.0909 in units of 1.00.
    const variance = (10 * 10_00 ** 2 - 100_00 ** 2 / 100) / 99;
    const difference = (0.03 * 100_00) / 10;
    const total =
      ((1.959964 + 0.841621) ** 2 * (variance / 0.9 + variance / 0.1)) / difference ** 2;
    expect(peopleNeededForRevenue([counts])).toBe(Math.ceil(total - 100));
  });

  test("weights the holdout rates by their people", () => {
    const rates = [of(crowd(90, 9, 10_00), crowd(10, 1, 10_00), 0.1)];
    const mixed = [...rates, of(crowd(210, 21, 10_00), crowd(90, 9, 10_00), 0.3)];
    const people = 400;
    const variance = (40 * 10_00 ** 2 - 400_00 ** 2 / people) / (people - 1);
    const share = (0.1 * 100 + 0.3 * 300) / people;
    const difference = (0.03 * 400_00) / 40;
    const wanted = (difference / (1.959964 + 0.841621)) ** 2;
    const total = (variance / (1 - share) + variance / share) / wanted;
    expect(peopleNeededForRevenue(mixed)).toBe(Math.ceil(total - people));
  });

  test("is zero when the refunds of all equal their orders", () => {
    const refunded = { ...crowd(90, 9, 10_00), netMinor: 0 };
    expect(peopleNeededForRevenue([of(refunded, refunded)])).toBe(0);
  });

  test("is zero once there are enough, and known while a variant is empty", () => {
    const many = crowd(40_000, 4_000, 10_00);
    expect(peopleNeededForRevenue([of(many, many)])).toBe(0);
    expect(peopleNeededForRevenue([of(many, crowd(0, 0, 0))])).toBe(1);
    expect(peopleNeededForRevenue([of(crowd(0, 0, 0), many)])).toBe(1);
  });
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
