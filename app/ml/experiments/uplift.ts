import { invertPositiveDefinite } from "../matrices/cholesky";
import { fitLogistic, predictLogistic } from "../regression/logistic-regression";

/** One row per person: features (rows × width, row-major), treatment, and outcome, 0 or 1. */
export interface TreatedRows {
  readonly features: Float64Array;
  readonly width: number;
  readonly treated: Uint8Array;
  readonly outcomes: Uint8Array;
  /** What each person spent, in any unit; if known, it is measured beside the outcome. */
  readonly amounts?: Float64Array;
}

/** Scores a row of features: a higher score means a larger expected effect of an email. */
export type UpliftScorer = (features: Float64Array, row: number) => number;

/** P(outcome) without and with an email, both logistic. Plain values, so that it can be stored. */
export interface UpliftModel {
  /** The intercept, then one weight per feature. */
  readonly control: Float64Array;
  readonly treated: Float64Array;
  /** Of `control` and `treated` together, row-major; null where a weight is not identifiable. */
  readonly covariance: Float64Array | null;
}

/**
 * Two logistic models, one per arm; the score is the difference of their probabilities (T-learner).
 *
 * - S. Künzel, J. Sekhon, P. Bickel, B. Yu. Metalearners for estimating heterogeneous treatment
 *   effects. PNAS 116(10), 2019. doi:10.1073/pnas.1804597116
 *
 * @param penalty as in `fitLogistic`
 */
export function fitTLearner(rows: TreatedRows, penalty: number): UpliftModel {
  const [control, treated] = [
    fitLogistic(armOf(rows, 0), penalty),
    fitLogistic(armOf(rows, 1), penalty),
  ];
  const size = rows.width + 1;
  const blocks = [control, treated].map(({ curvature }) => invertPositiveDefinite(curvature, size));
  return {
    control: control.theta,
    treated: treated.theta,
    covariance: blocks.every((it) => it !== null)
      ? covarianceOf(size, (n, m) =>
          n < size === m < size ? blocks[n < size ? 0 : 1]![(n % size) * size + (m % size)]! : 0,
        )
      : null,
  };
}

/**
 * One logistic model of features, treatment and their products; the score is the effect of switching the treatment
 * (S-learner, same source). Unlike in the T-learner, the penalty shrinks the arms' weights toward each other.
 *
 * @param penalty as in `fitLogistic`
 */
export function fitSLearner(rows: TreatedRows, penalty: number): UpliftModel {
  const { width } = rows;
  const wide = 2 * width + 1;
  const features = new Float64Array(rows.outcomes.length * wide);
  for (let row = 0; row < rows.outcomes.length; row++) fillRow(features, rows, row);
  const fitted = fitLogistic({ features, width: wide, labels: rows.outcomes }, penalty);
  const { theta } = fitted;
  const size = width + 1;
  const known = invertPositiveDefinite(fitted.curvature, wide + 1);
  // The weight of a product, or of the treatment itself, is what an email adds to a weight of the control.
  const added = (n: number) => (n === 0 ? wide : width + n);
  const termsOf = (n: number) => (n < size ? [n] : [n - size, added(n - size)]);
  return {
    control: theta.slice(0, size),
    treated: Float64Array.from({ length: size }, (_, n) => theta[n]! + theta[added(n)]!),
    covariance:
      known &&
      covarianceOf(size, (n, m) =>
        termsOf(n)
          .flatMap((a) => termsOf(m).map((b) => known[a * (wide + 1) + b]!))
          .reduce((sum, value) => sum + value, 0),
      ),
  };
}

/** The expected effect of an email on a row: P(outcome) with it minus without it, in (−1, 1). */
export function upliftOf(model: UpliftModel, features: Float64Array, row: number): number {
  return (
    predictLogistic(model.treated, features, row) - predictLogistic(model.control, features, row)
  );
}

/**
 * The standard error of `upliftOf` from the uncertainty of the weights, by the delta method; NaN without a covariance.
 */
export function upliftErrorOf(
  { control, treated, covariance }: UpliftModel,
  features: Float64Array,
  row: number,
): number {
  if (!covariance) return NaN;
  const size = control.length;
  const slopes = [control, treated].map((theta) => {
    const chance = predictLogistic(theta, features, row);
    return chance * (1 - chance);
  });
  const gradient = Float64Array.from({ length: 2 * size }, (_, n) => {
    const place = n % size;
    const x = place === 0 ? 1 : features[row * (size - 1) + place - 1]!;
    return n < size ? -slopes[0]! * x : slopes[1]! * x;
  });
  let variance = 0;
  gradient.forEach((a, n) =>
    gradient.forEach((b, m) => (variance += a * b * covariance[n * 2 * size + m]!)),
  );
  return Math.sqrt(Math.max(0, variance));
}

function covarianceOf(size: number, at: (n: number, m: number) => number): Float64Array {
  const wide = 2 * size;
  return Float64Array.from({ length: wide * wide }, (_, k) => at(Math.floor(k / wide), k % wide));
}

/** The response probability of a treated person, used for ranking if uplift cannot be estimated. */
export function fitResponse(rows: TreatedRows, penalty: number): UpliftScorer {
  const { theta } = fitLogistic(armOf(rows, 1), penalty);
  return (features, row) => predictLogistic(theta, features, row);
}

function armOf({ features, width, treated, outcomes }: TreatedRows, arm: number) {
  const rows = [...treated.keys()].filter((row) => treated[row] === arm);
  const part = new Float64Array(rows.length * width);
  rows.forEach((row, n) => part.set(features.subarray(row * width, (row + 1) * width), n * width));
  return { features: part, width, labels: Float64Array.from(rows, (row) => outcomes[row]!) };
}

function fillRow(
  into: Float64Array,
  { features, width, treated }: Pick<TreatedRows, "features" | "width" | "treated">,
  row: number,
): void {
  const start = row * (2 * width + 1);
  const arm = treated[row]!;
  for (let n = 0; n < width; n++) {
    const value = features[row * width + n]!;
    into[start + n] = value;
    into[start + width + n] = arm * value;
  }
  into[start + 2 * width] = arm;
}
