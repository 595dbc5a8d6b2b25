import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  describeCustomers,
  FEATURES,
  pickFeatures,
  snapshotAt,
  summarizeAt,
  type FeatureName,
} from "~/ml/customers/customer-features";
import { groupPurchases } from "~/ml/customers/purchases";
import { ENGAGEMENT_FEATURES } from "~/ml/customers/engagement";
import { aShop, knownBefore } from "./shops";
import { propertyRuns } from "../../support/property-runs";

/** One customer who bought on these days, for 10 each time. */
const boughtOn = (...days: number[]) =>
  groupPurchases({
    customers: 1,
    customerOf: days.map(() => 0),
    days,
    values: days.map(() => 10),
    lines: days.map(() => 2),
  });

const featureOf = (days: readonly number[], day: number, name: FeatureName) =>
  pickFeatures(describeCustomers(boughtOn(...days), day, 90, null), [name]).features[0];

describe("the features of a customer", () => {
  test.each<[FeatureName, number]>([
    ["recency", Math.log1p(20)],
    ["frequency", Math.log(3)],
    ["monetary", Math.log1p(30)],
    ["tenure", Math.log1p(60)],
    ["basketSize", Math.log1p(10)],
    ["meanGap", Math.log1p(20)],
    ["recencyOverGap", Math.log1p(1)],
    ["gapVariation", 0.5],
    ["orders30", Math.log1p(2)],
    ["orders90", Math.log1p(3)],
    ["interest", 2 ** -1 + 2 ** (-1 / 2) + 2 ** (-1 / 3)],
    ["lines", Math.log(6)],
    ["lately30", Math.log(2 ** (-20 / 30) + 2 ** -1 + 2 ** -2 + 0.01)],
    ["orders15", 0],
    ["orders60", Math.log1p(3)],
    ["previousRecency", Math.log1p(30)],
    ["lastGap", Math.log1p(10)],
    ["activeMonths", 3],
    ["activeShare", 1],
    ["rate", Math.log(3 / 90)],
    ["once", 0],
    ["lastLines", Math.log(2)],
    ["averageLines", Math.log(2)],
    ["lastValue", Math.log1p(10)],
  ])("include %s", (name, value) => {
    // Gaps of 30 and 10 days, the last purchase 20 days ago.
    expect(featureOf([40, 70, 80], 100, name)).toBeCloseTo(value, 12);
  });

  test("excludes customers who had not bought yet", () => {
    expect(describeCustomers(boughtOn(50), 50, 90, null).customers).toHaveLength(0);
    expect(describeCustomers(boughtOn(50), 51, 90, null).customers).toHaveLength(1);
  });

  test("do not change by a bit with later data", () => {
    const shop = aShop();
    fc.assert(
      fc.property(fc.integer({ min: 210, max: 390 }), (day) => {
        const [whole, before] = [shop, knownBefore(shop, day)].map((one) =>
          snapshotAt(one, day, 60),
        );
        expect(before!.features).toEqual(whole!.features);
        expect(before!.chances).toEqual(whole!.chances);
        expect(before!.labels.every((label) => label === 0)).toBe(true);
      }),
      { numRuns: propertyRuns(5) },
    );
  });

  test("have one numeric column per name", () => {
    const { features, customers } = snapshotAt(aShop(), 300, 60);
    const width = FEATURES.length + ENGAGEMENT_FEATURES.length;
    expect(features).toHaveLength(customers.length * width);
    expect(features.every(Number.isFinite)).toBe(true);
  });
});

describe("the outcomes of customers after the day", () => {
  test("include the day itself, but not the day after the horizon", () => {
    const after = (day: number) => snapshotAt(boughtOn(10, day), 20, 30);
    expect([after(20).labels[0], after(20).waits[0]]).toEqual([1, 0]);
    expect([after(49).labels[0], after(49).waits[0]]).toEqual([1, 29]);
    expect([after(50).labels[0], after(50).waits[0]]).toEqual([0, Infinity]);
  });
});

describe("summarizeAt", () => {
  test("counts in weeks from the first purchase", () => {
    expect(summarizeAt(boughtOn(0, 7, 21, 90), 28)).toEqual({
      customers: Int32Array.of(0),
      repeats: [2],
      lastAt: [3],
      watched: [4],
    });
  });
});
