import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areaUnderCurve } from "~/ml/classification-metrics";
import { snapshotAt } from "~/ml/customers/customer-features";
import { explainIntent, fitIntentModel, forecastIntent } from "~/ml/customers/intent-model";
import { aShop, knownBefore } from "./shops";

const shop = aShop();
const [train, earlier, test_] = [260, 200, 320].map((day) => snapshotAt(shop, day, 60));
const model = fitIntentModel(train!, [earlier!]);

describe("the intent model", () => {
  test("ranks those who come often above those who seldom do, in days it has not seen", () => {
    const chances = forecastIntent(model, test_!);
    expect(areaUnderCurve({ chances, labels: test_!.labels })).toBeGreaterThan(0.7);
  });

  test("does not change by a bit with what comes after the day it was fitted on", () => {
    const known = knownBefore(shop, 320);
    const again = fitIntentModel(snapshotAt(known, 260, 60), [snapshotAt(known, 200, 60)]);
    expect(again).toEqual(model);
  });

  test("gives reasons that add up to the score's distance from the mean's", () => {
    const raw = { ...model, calibration: { kind: "raw" as const } };
    const chances = forecastIntent(raw, test_!);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: chances.length - 1 }), (row) => {
        const chance = chances[row]!;
        const sum = explainIntent(model, test_!, row).reduce((s, one) => s + one.contribution, 0);
        expect(model.theta[0]! + sum).toBeCloseTo(Math.log(chance / (1 - chance)), 10);
      }),
    );
  });
});
