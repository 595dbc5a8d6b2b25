import { describe, expect, test } from "vitest";
import { areaUnderCurve } from "~/ml/regression/classification-metrics";
import { FEATURES, snapshotAt } from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent } from "~/ml/customers/intent-model";
import { FEATURE_TOPIC } from "~/ml/customers/named-features";
import { aShop, knownBefore } from "./shops";

const shop = aShop();
const [train, earlier, test_] = [260, 200, 320].map((day) => snapshotAt(shop, day, 60));
const model = fitIntentModel([train!, earlier!]);

describe("the intent model", () => {
  test("ranks frequent buyers above rare buyers in unseen days", () => {
    const chances = forecastIntent(model, test_!);
    expect(areaUnderCurve({ chances, labels: test_!.labels })).toBeGreaterThan(0.7);
  });

  test("does not change by a bit with data after the fitting day", () => {
    const known = knownBefore(shop, 320);
    const again = fitIntentModel([snapshotAt(known, 260, 60), snapshotAt(known, 200, 60)]);
    expect(again).toEqual(model);
  });

  test("learns from every window, and treats a repeated customer as one", () => {
    const once = fitIntentModel([train!]);
    const twice = fitIntentModel([train!, train!]);
    expect(twice.features).toEqual(once.features);
    twice.theta.forEach((weight, n) => expect(weight).toBeCloseTo(once.theta[n]!, 6));
    // Except for the intercept, since two windows show the variation between windows.
    twice.standardErrors
      .subarray(1)
      .forEach((error, n) => expect(error).toBeCloseTo(once.standardErrors[n + 1]!, 6));
  });

  test("is less certain about the next window when earlier windows differ more", () => {
    const windowOf = (label: number) => ({
      ...train!,
      labels: train!.labels.map((own, n) => (n % 3 === 0 ? label : own)),
    });
    const [busy, quiet] = [windowOf(1), windowOf(0)];
    const [alike, apart] = [fitIntentModel([busy, busy]), fitIntentModel([busy, quiet])];
    expect(apart.standardErrors[0]).toBeGreaterThan(2 * alike.standardErrors[0]!);
    expect(apart.covariance![0]).toBeCloseTo(apart.standardErrors[0]! ** 2, 12);
  });

  test("chooses only between windows that do not overlap", () => {
    const overlapping = [train!, snapshotAt(shop, 240, 60)];
    const { features, penalty } = fitIntentModel(overlapping);
    expect([features, penalty]).toEqual([FEATURES, 100]);
  });
});

describe("features that count as the same information", () => {
  test("include the feature itself", () => {
    for (const feature of FEATURES) {
      const named = FEATURE_TOPIC[feature];
      expect(FEATURE_TOPIC[named]).toBe(named);
    }
  });
});
