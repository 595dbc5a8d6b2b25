import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FEATURES, pickFeatures, snapshotAt } from "~/ml/customers/customer-features";
import { fitIntentModel, type IntentModel } from "~/ml/customers/intent-model";
import { forecastWithParts, logitOf } from "~/predictions/models/intent";
import { toContributions } from "~/predictions/scores/known-customers";
import { aShop } from "../../ml/customers/shops";

const shop = aShop();
const model: IntentModel = {
  ...fitIntentModel([260, 200].map((day) => snapshotAt(shop, day, 60))),
  calibration: { kind: "raw" },
};
const now = snapshotAt(shop, 320, 60);
const aRow = fc.integer({ min: 0, max: now.orders.length - 1 });

/** As displayed: related features are one part. */
function shownParts(row: number) {
  const { features, width } = pickFeatures(now, model.features);
  const { parts, base, chance } = forecastWithParts(model, now)[row]!;
  const values = features.subarray(row * width, (row + 1) * width);
  return { shown: toContributions(model.features, values, parts), base, chance };
}

describe("the parts of an intent score", () => {
  test("sum to its difference from the mean customer's score", () => {
    fc.assert(
      fc.property(aRow, (row) => {
        const { shown, base, chance } = shownParts(row);
        const sum = shown.reduce((total, { part }) => total + part, 0);
        expect(base).toBe(model.theta[0]);
        expect(base + sum).toBeCloseTo(logitOf(chance, 1e-15), 9);
      }),
    );
  });

  test("are θ times the distance from the mean, for any unit", () => {
    const { means, deviations } = model.scales;
    const { features, width } = pickFeatures(now, model.features);
    fc.assert(
      fc.property(aRow, fc.integer({ min: 0, max: width - 1 }), (row, n) => {
        const distance = (features[row * width + n]! - means[n]!) / deviations[n]!;
        // Farther away the model has learned nothing.
        const away = Math.max(-6, Math.min(6, distance));
        const { parts } = forecastWithParts(model, now)[row]!;
        expect(parts[n]).toBeCloseTo(deviations[n] === 0 ? 0 : model.theta[n + 1]! * away, 12);
      }),
    );
  });

  test("group the features without losing any", () => {
    const { shown } = shownParts(0);
    expect(model.features).toEqual(FEATURES);
    expect(shown.length).toBeLessThan(FEATURES.length);
    expect(new Set(shown.map(({ feature }) => feature)).size).toBe(shown.length);
  });
});
