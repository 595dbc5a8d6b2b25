import type { LabelledRows } from "~/ml/logistic-regression";

/**
 * Scales each feature to mean 0 and deviation 1 by the training rows; the test rows by the same
 * numbers. A feature that does not vary becomes 0.
 */
export function standardise(
  train: LabelledRows,
  test: Pick<LabelledRows, "features" | "width">,
): { train: LabelledRows; test: { features: Float64Array; width: number } } {
  const { width } = train;
  const rows = train.labels.length;
  const means = new Float64Array(width);
  const deviations = new Float64Array(width);
  train.features.forEach((value, at) => (means[at % width]! += value / rows));
  train.features.forEach((value, at) => {
    deviations[at % width]! += (value - means[at % width]!) ** 2 / rows;
  });
  const scaled = (features: Float64Array) =>
    features.map((value, at) => {
      const deviation = Math.sqrt(deviations[at % width]!);
      return deviation > 1e-12 ? (value - means[at % width]!) / deviation : 0;
    });
  return {
    train: { ...train, features: scaled(train.features) },
    test: { features: scaled(test.features), width },
  };
}
