import { describe, expect, test } from "vitest";
import { areaUnderCurve } from "~/ml/classification-metrics";
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

  test("learns from every window: with more of them it is surer, and the customers count once", () => {
    const more = fitIntentModel([train!, snapshotAt(shop, 245, 60), snapshotAt(shop, 230, 60)]);
    expect(more.theta).not.toEqual(fitIntentModel([train!]).theta);
    const errorOf = ({ standardErrors }: typeof model) => standardErrors[0]!;
    const ratio = errorOf(more) / errorOf(fitIntentModel([train!]));
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
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
