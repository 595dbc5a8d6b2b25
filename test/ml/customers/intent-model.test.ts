import { describe, expect, test } from "vitest";
import { areaUnderCurve } from "~/ml/regression/classification-metrics";
import { FEATURES, snapshotAt } from "~/ml/customers/customer-features";
import { fitIntentModel, forecastIntent } from "~/ml/customers/intent-model";
import { SPEAKS_OF } from "~/ml/customers/named-features";
import { aShop, knownBefore } from "./shops";

const shop = aShop();
const [train, earlier, test_] = [260, 200, 320].map((day) => snapshotAt(shop, day, 60));
const model = fitIntentModel([train!, earlier!]);

describe("the intent model", () => {
  test("ranks those who come often above those who seldom do, in days it has not seen", () => {
    const chances = forecastIntent(model, test_!);
    expect(areaUnderCurve({ chances, labels: test_!.labels })).toBeGreaterThan(0.7);
  });

  test("does not change by a bit with what comes after the day it was fitted on", () => {
    const known = knownBefore(shop, 320);
    const again = fitIntentModel([snapshotAt(known, 260, 60), snapshotAt(known, 200, 60)]);
    expect(again).toEqual(model);
  });

  test("learns from every window, and takes a customer that it sees twice for one", () => {
    const once = fitIntentModel([train!]);
    const twice = fitIntentModel([train!, train!]);
    expect(twice.features).toEqual(once.features);
    twice.theta.forEach((weight, n) => expect(weight).toBeCloseTo(once.theta[n]!, 6));
    // But for the intercept: two windows say how far windows lie apart.
    twice.standardErrors
      .subarray(1)
      .forEach((error, n) => expect(error).toBeCloseTo(once.standardErrors[n + 1]!, 6));
  });

  test("is the less sure of the next window the further those that it knows lie apart", () => {
    const windowOf = (label: number) => ({
      ...train!,
      labels: train!.labels.map((own, n) => (n % 3 === 0 ? label : own)),
    });
    const [busy, quiet] = [windowOf(1), windowOf(0)];
    const [alike, apart] = [fitIntentModel([busy, busy]), fitIntentModel([busy, quiet])];
    expect(apart.standardErrors[0]).toBeGreaterThan(2 * alike.standardErrors[0]!);
    expect(apart.covariance![0]).toBeCloseTo(apart.standardErrors[0]! ** 2, 12);
  });

  test("chooses between windows of which one was over when the other began, and no others", () => {
    const overlapping = [train!, snapshotAt(shop, 240, 60)];
    const { features, penalty } = fitIntentModel(overlapping);
    expect([features, penalty]).toEqual([FEATURES, 100]);
  });
});

describe("what features speak of", () => {
  test("is a feature that speaks of itself", () => {
    for (const feature of FEATURES) {
      const named = SPEAKS_OF[feature];
      expect(SPEAKS_OF[named]).toBe(named);
    }
  });
});
