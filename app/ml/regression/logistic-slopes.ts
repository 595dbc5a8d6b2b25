import { BLOCK_ROWS, kernelOf, MAX_FEATURES } from "./logistic-kernel-wasm";

/** One row per example. */
export interface LabeledRows {
  /** Rows × width, row-major. */
  readonly features: Float64Array;
  readonly width: number;
  /** 0 or 1 per row. */
  readonly labels: ArrayLike<number>;
}

/** A log-likelihood and its gradient. */
export interface Slope {
  readonly gain: number;
  readonly gradient: Float64Array;
}

/** Minimum rows for blocks; below, their setup costs more than it saves. */
const MIN_ROWS = 8 * BLOCK_ROWS;

/** The penalized log-likelihood and its gradient: full blocks of rows by SIMD, the others one by one. Cost: O(rows × width). */
export function slopeAt(rows: LabeledRows, theta: Float64Array, penalty: number): Slope {
  const blocks = rowsOfBlocks(rows);
  const { gain, gradient } = slopeByRows(rowsFrom(rows, blocks), theta);
  let inBlocks = 0;
  if (blocks > 0) {
    const kernel = kernelOf(rows.width);
    kernel.begin(theta);
    for (let row = 0; row < blocks; row += BLOCK_ROWS) kernel.addSlopes(rows, row);
    inBlocks = kernel.gain();
    kernel.takeSlopes(gradient);
  }
  for (let n = 1; n <= rows.width; n++) gradient[n]! -= penalty * theta[n]!;
  return { gain: gain + inBlocks - penaltyOf(theta, penalty), gradient };
}

/**
 * Negative second derivatives of the penalized log-likelihood, (width + 1)², row-major; by blocks like `slopeAt`.
 * Cost: O(rows × width²).
 */
export function curvatureAt(rows: LabeledRows, theta: Float64Array, penalty: number): Float64Array {
  const size = rows.width + 1;
  const blocks = rowsOfBlocks(rows);
  const curvature = curvatureByRows(rowsFrom(rows, blocks), theta);
  if (blocks > 0) {
    const kernel = kernelOf(rows.width);
    kernel.begin(theta);
    for (let row = 0; row < blocks; row += BLOCK_ROWS) kernel.addCurvature(rows, row);
    kernel.takeCurvature(curvature);
  }
  for (let n = 0; n < size; n++) {
    if (n > 0) curvature[n * size + n]! += penalty;
    for (let m = 0; m < n; m++) curvature[m * size + n] = curvature[n * size + m]!;
  }
  return curvature;
}

/** The penalty term, ≥ 0. */
export function penaltyOf(theta: Float64Array, penalty: number): number {
  let sum = 0;
  for (let n = 1; n < theta.length; n++) sum += theta[n]! ** 2;
  return 0.5 * penalty * sum;
}

/** The log-likelihood and its gradient row by row, without a penalty. */
export function slopeByRows(
  { features, width, labels }: LabeledRows,
  theta: Float64Array,
): { gain: number; gradient: Float64Array } {
  const gradient = new Float64Array(width + 1);
  let gain = 0;
  let likelihood = 1;
  for (let row = 0, at = 0; row < labels.length; row++, at += width) {
    let logit = theta[0]!;
    for (let n = 0; n < width; n++) logit += theta[n + 1]! * features[at + n]!;
    const label = labels[row]!;
    const signed = label === 1 ? logit : -logit;
    const odds = Math.exp(-Math.abs(signed));
    // One logarithm for many rows: the product cannot underflow.
    likelihood *= 1 + odds;
    if (likelihood > 1e200) {
      gain -= Math.log(likelihood);
      likelihood = 1;
    }
    if (signed < 0) gain += signed;
    const missed = (signed >= 0 ? odds : 1) / (1 + odds);
    const error = label === 1 ? missed : -missed;
    gradient[0]! += error;
    for (let n = 0; n < width; n++) gradient[n + 1]! += error * features[at + n]!;
  }
  gain -= Math.log(likelihood);
  return { gain, gradient };
}

/**
 * Negative second derivatives of the log-likelihood, row by row, without a penalty: the lower triangle of (width +
 * 1)², row-major.
 */
export function curvatureByRows(
  { features, width, labels }: LabeledRows,
  theta: Float64Array,
): Float64Array {
  const size = width + 1;
  const curvature = new Float64Array(size * size);
  const x = new Float64Array(size);
  x[0] = 1;
  for (let row = 0, at = 0; row < labels.length; row++, at += width) {
    let logit = theta[0]!;
    for (let n = 0; n < width; n++) {
      x[n + 1] = features[at + n]!;
      logit += theta[n + 1]! * x[n + 1]!;
    }
    const odds = Math.exp(-Math.abs(logit));
    const weight = odds / ((1 + odds) * (1 + odds));
    for (let n = 0; n < size; n++) {
      const weighted = weight * x[n]!;
      for (let m = 0, place = n * size; m <= n; m++, place++) curvature[place]! += weighted * x[m]!;
    }
  }
  return curvature;
}

/** Number of leading rows in full blocks. */
function rowsOfBlocks({ width, labels }: LabeledRows): number {
  if (width < 1 || width > MAX_FEATURES || labels.length < MIN_ROWS) return 0;
  return labels.length - (labels.length % BLOCK_ROWS);
}

function rowsFrom(rows: LabeledRows, first: number): LabeledRows {
  if (first === 0) return rows;
  const { features, width, labels } = rows;
  return {
    features: features.subarray(first * width),
    width,
    labels: Array.from({ length: labels.length - first }, (_, n) => labels[first + n]!),
  };
}
