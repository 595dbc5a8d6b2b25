import type { LabeledRows } from "./logistic-slopes";

/** Scales each feature to mean 0 and deviation 1. */
export interface Scales {
  readonly means: Float64Array;
  /** 0 for a constant feature. */
  readonly deviations: Float64Array;
}

/** Deviation below which a feature counts as constant. */
const NO_DEVIATION = 1e-12;

/** Mean and standard deviation of each feature over the rows. Cost: O(rows × width). */
export function fitScales({ features, width }: Pick<LabeledRows, "features" | "width">): Scales {
  const rows = features.length / width;
  const means = new Float64Array(width);
  const variances = new Float64Array(width);
  for (let at = 0; at < features.length; at++) means[at % width]! += features[at]! / rows;
  for (let at = 0; at < features.length; at++) {
    variances[at % width]! += (features[at]! - means[at % width]!) ** 2 / rows;
  }
  const deviations = variances.map((variance) =>
    Math.sqrt(variance) > NO_DEVIATION ? Math.sqrt(variance) : 0,
  );
  return { means, deviations };
}

/**
 * Standardized features; 0 for constant ones.
 *
 * @param features rows × width, row-major
 */
export function applyScales({ means, deviations }: Scales, features: Float64Array): Float64Array {
  const width = means.length;
  return features.map((value, at) => {
    const deviation = deviations[at % width]!;
    return deviation > 0 ? (value - means[at % width]!) / deviation : 0;
  });
}
