import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitLinearSvm } from "~/ml/regression/linear-svm";
import type { LabeledRows } from "~/ml/regression/logistic-slopes";
import { propertyRuns } from "../../support/property-runs";
import { randomRows } from "../trees/random-rows";

/** The loss from its definition. */
function lossOf(
  { features, width, labels }: LabeledRows,
  theta: ArrayLike<number>,
  penalty: number,
) {
  let loss = 0;
  for (let n = 1; n <= width; n++) loss += (penalty / 2) * theta[n]! ** 2;
  Array.from(labels).forEach((label, row) => {
    let score = theta[0]!;
    for (let n = 0; n < width; n++) score += theta[n + 1]! * features[row * width + n]!;
    loss += Math.max(0, 1 - (label === 1 ? score : -score)) ** 2;
  });
  return loss;
}

describe("fitLinearSvm", () => {
  test("separates two points halfway", () => {
    const rows = { features: Float64Array.of(-1, 1), width: 1, labels: [0, 1] };
    const [intercept = NaN, weight = NaN] = fitLinearSvm(rows, 1e-6);
    expect(intercept).toBeCloseTo(0, 4);
    expect(weight).toBeCloseTo(1, 3);
  });

  test("has a loss that no weight can lower", () => {
    fc.assert(
      fc.property(randomRows(), fc.constantFrom(0.1, 1, 10), (rows, penalty) => {
        const theta = fitLinearSvm(rows, penalty);
        const found = lossOf(rows, theta, penalty);
        theta.forEach((_, n) => {
          for (const step of [-0.01, 0.01]) {
            const moved = theta.map((value, m) => value + (m === n ? step : 0));
            expect(lossOf(rows, moved, penalty)).toBeGreaterThanOrEqual(found - 1e-6);
          }
        });
      }),
      { numRuns: propertyRuns(50) },
    );
  });
});
