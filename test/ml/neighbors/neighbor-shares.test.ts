import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { neighborLogits } from "~/ml/neighbors/neighbor-shares";
import { propertyRuns } from "../../support/property-runs";
import { randomRows } from "../trees/random-rows";

describe("neighborLogits", () => {
  test("is the logit of the share of the nearest, with two examples of the overall share", () => {
    const examples = { features: Float64Array.of(0, 1, 2, 10), width: 1, labels: [1, 1, 0, 0] };
    // Overall 3 of 6. The two nearest of 0 are positive: (2 + 1) / (2 + 2).
    const [near = NaN, far = NaN] = neighborLogits(examples, Float64Array.of(0, 9), 2);
    expect(near).toBeCloseTo(Math.log(3), 12);
    expect(far).toBeCloseTo(Math.log(1 / 3), 12);
  });

  test("equals a search through all distances", () => {
    fc.assert(
      fc.property(randomRows(), fc.integer({ min: 1, max: 5 }), (examples, k) => {
        const { features, width, labels } = examples;
        const overall = (Array.from(labels).reduce((a, b) => a + b, 0) + 1) / (labels.length + 2);
        const distance = (a: number, b: number) => {
          let sum = 0;
          for (let n = 0; n < width; n++)
            sum += (features[a * width + n]! - features[b * width + n]!) ** 2;
          return sum;
        };
        const logits = neighborLogits(examples, features, k);
        logits.forEach((logit, row) => {
          const nearest = Array.from({ length: labels.length }, (_, n) => n)
            .sort((a, b) => distance(row, a) - distance(row, b) || a - b)
            .slice(0, k);
          const found = nearest.reduce((sum, n) => sum + labels[n]!, 0);
          const share = (found + 2 * overall) / (nearest.length + 2);
          expect(logit).toBeCloseTo(Math.log(share / (1 - share)), 10);
        });
      }),
      { numRuns: propertyRuns(50) },
    );
  });
});
