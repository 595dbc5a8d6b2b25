/** One row per example. */
export interface MeasuredRows {
  /** Rows × width, row-major. */
  readonly features: Float64Array;
  readonly width: number;
  /** Target values, one per row. */
  readonly targets: ArrayLike<number>;
}

/** θ₀ + θ·x of one row of `features`. */
export function predictLinear(theta: Float64Array, features: Float64Array, row: number): number {
  const width = theta.length - 1;
  let sum = theta[0]!;
  for (let n = 0; n < width; n++) sum += theta[n + 1]! * features[row * width + n]!;
  return sum;
}

export interface LeastSquares {
  readonly kind: "fitted";
  /** The intercept, then one weight per feature, in target units per feature unit. */
  readonly theta: Float64Array;
  /** HC1 standard errors of `theta`, valid under heteroscedasticity. */
  readonly standardErrors: Float64Array;
  /** Residuals, one per row. */
  readonly residuals: Float64Array;
  /** Share of the targets' variance explained by `theta`, in [0, 1]; 0 if the targets are constant. */
  readonly rSquared: number;
}

/** Why nothing was fitted: too few rows, or a feature that depends on earlier ones. */
export type LeastSquaresRefusal =
  | { readonly kind: "too_few_rows"; readonly needed: number }
  | { readonly kind: "dependent_column"; readonly feature: number };

/** Minimum share of a column's norm that must remain after removing the earlier columns. */
const INDEPENDENT = 1e-9;

/**
 * Fits target = θ₀ + θ·x + ε by least squares: by QR decomposition with Householder reflections, which keeps twice
 * the digits of the normal equations.
 *
 * V(θ) = n / (n − m) × (XᵀX)⁻¹ (Σ ε² x xᵀ) (XᵀX)⁻¹ for n rows and m weights (HC1)
 *
 * - G. Golub. Numerical methods for solving linear least squares problems. Numerische Mathematik
 *   7, 1965. doi:10.1007/BF01436075
 * - J. MacKinnon, H. White. Some heteroskedasticity-consistent covariance matrix estimators with
 *   improved finite sample properties. J. of Econometrics 29(3), 1985.
 *   doi:10.1016/0304-4076(85)90158-7
 *
 * Cost: time O(rows × width²), memory O(rows × width).
 *
 * @param rowsPerWeight minimum rows per weight, > 1
 */
export function fitLeastSquares(
  rows: MeasuredRows,
  rowsPerWeight = 10,
): LeastSquares | LeastSquaresRefusal {
  const count = rows.targets.length;
  const size = rows.width + 1;
  const needed = Math.max(size + 1, Math.ceil(rowsPerWeight * size));
  if (count < needed) return { kind: "too_few_rows", needed };

  const columns = columnsOf(rows);
  const right = Float64Array.from(rows.targets);
  const triangle = new Float64Array(size * size);
  for (let n = 0; n < size; n++) {
    const length = norm(columns[n]!, 0);
    const left = reflect(columns, right, n, triangle);
    // The intercept's column comes first and is never 0, so that the reported one is a feature's.
    if (!(left > INDEPENDENT * length)) return { kind: "dependent_column", feature: n - 1 };
  }
  const theta = solveUpper(triangle, right, size);
  const residuals = Float64Array.from(
    rows.targets,
    (target, row) => target - predictLinear(theta, rows.features, row),
  );
  return {
    kind: "fitted",
    theta,
    standardErrors: robustErrors(rows, residuals, triangle),
    residuals,
    rSquared: shareExplained(rows.targets, residuals),
  };
}

/** The intercept's ones, then one array per feature. */
function columnsOf({ features, width, targets }: MeasuredRows): Float64Array[] {
  const ones = new Float64Array(targets.length).fill(1);
  const ofFeature = (n: number) =>
    Float64Array.from({ length: targets.length }, (_, row) => features[row * width + n]!);
  return [ones, ...Array.from({ length: width }, (_, n) => ofFeature(n))];
}

/**
 * Applies the Householder reflection of column `n`, from position `n` on, to all columns to its right and the
 * targets; writes row `n` of the triangle.
 *
 * @returns the norm of the reflected part
 */
function reflect(
  columns: readonly Float64Array[],
  right: Float64Array,
  n: number,
  triangle: Float64Array,
): number {
  const column = columns[n]!;
  const length = norm(column, n);
  const onto = column[n]! > 0 ? -length : length;
  column[n]! -= onto;
  const squares = norm(column, n) ** 2;
  const size = columns.length;
  triangle[n * size + n] = onto;
  if (squares === 0) return length;
  for (const other of [...columns.slice(n + 1), right]) {
    let dot = 0;
    for (let row = n; row < other.length; row++) dot += column[row]! * other[row]!;
    const share = (2 * dot) / squares;
    for (let row = n; row < other.length; row++) other[row]! -= share * column[row]!;
  }
  for (let m = n + 1; m < size; m++) triangle[n * size + m] = columns[m]![n]!;
  return length;
}

/** x with R x = b for the upper triangle R (size × size, row-major); ignores further elements of `right`. */
function solveUpper(triangle: Float64Array, right: Float64Array, size: number): Float64Array {
  const x = right.slice(0, size);
  for (let n = size - 1; n >= 0; n--) {
    for (let m = n + 1; m < size; m++) x[n]! -= triangle[n * size + m]! * x[m]!;
    x[n]! /= triangle[n * size + n]!;
  }
  return x;
}

/** x with Rᵀ x = b. */
function solveLower(triangle: Float64Array, right: Float64Array, size: number): Float64Array {
  const x = right.slice(0, size);
  for (let n = 0; n < size; n++) {
    for (let m = 0; m < n; m++) x[n]! -= triangle[m * size + n]! * x[m]!;
    x[n]! /= triangle[n * size + n]!;
  }
  return x;
}

function robustErrors(
  { features, width }: MeasuredRows,
  residuals: Float64Array,
  triangle: Float64Array,
): Float64Array {
  const size = width + 1;
  const variances = new Float64Array(size);
  const x = new Float64Array(size).fill(1);
  residuals.forEach((residual, row) => {
    x.set(features.subarray(row * width, (row + 1) * width), 1);
    // (XᵀX)⁻¹ x: how much this row's target changes each weight.
    const pull = solveUpper(triangle, solveLower(triangle, x, size), size);
    for (let n = 0; n < size; n++) variances[n]! += (pull[n]! * residual) ** 2;
  });
  const correction = residuals.length / (residuals.length - size);
  return variances.map((variance) => Math.sqrt(correction * variance));
}

function shareExplained(targets: ArrayLike<number>, residuals: Float64Array): number {
  let mean = 0;
  for (let row = 0; row < targets.length; row++) mean += targets[row]! / targets.length;
  let spread = 0;
  for (let row = 0; row < targets.length; row++) spread += (targets[row]! - mean) ** 2;
  const missed = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  // Constant targets leave only rounding error to explain.
  return spread > 1e-20 * targets.length * mean ** 2 ? Math.max(0, 1 - missed / spread) : 0;
}

function norm(values: Float64Array, from: number): number {
  let squares = 0;
  for (let n = from; n < values.length; n++) squares += values[n]! ** 2;
  return Math.sqrt(squares);
}
