import fc from "fast-check";
import { createRandomNumbers } from "~/ml/numerics/random";
import type { LabeledRows } from "~/ml/regression/logistic-slopes";

/** Small tables with repeated values, whose labels depend on the first two features. */
export const randomRows = (maxRows = 40) =>
  fc
    .record({
      seed: fc.integer(),
      count: fc.integer({ min: 4, max: maxRows }),
      width: fc.integer({ min: 1, max: 4 }),
      levels: fc.integer({ min: 2, max: 12 }),
    })
    .map(({ seed, count, width, levels }): LabeledRows => {
      const random = createRandomNumbers(seed);
      const features = Float64Array.from(
        { length: count * width },
        () => random.nextInteger(levels) - levels / 2,
      );
      const labels = Float64Array.from({ length: count }, (_, row) => {
        const [a = 0, b = 0] = features.subarray(row * width, (row + 1) * width);
        return random.nextFloat() < (a > b ? 0.8 : 0.3) ? 1 : 0;
      });
      return { features, width, labels };
    });

/** Rows whose label is 1 if exactly one of two features is positive: no linear score separates them. */
export function exclusiveRows(count: number, seed = 1): LabeledRows {
  const random = createRandomNumbers(seed);
  const features = Float64Array.from({ length: count * 2 }, () => 2 * random.nextFloat() - 1);
  const labels = Float64Array.from({ length: count }, (_, row) =>
    features[2 * row]! > 0 !== features[2 * row + 1]! > 0 ? 1 : 0,
  );
  return { features, width: 2, labels };
}
