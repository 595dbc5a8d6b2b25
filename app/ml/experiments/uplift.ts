import { fitLogistic, predictLogistic } from "../regression/logistic-regression";

/** One row per person: features (rows × width, row-major), treatment, and outcome, 0 or 1. */
export interface TreatedRows {
  readonly features: Float64Array;
  readonly width: number;
  readonly treated: Uint8Array;
  readonly outcomes: Uint8Array;
}

/** Scores a row of features: a higher score means a larger expected effect of an email. */
export type UpliftScorer = (features: Float64Array, row: number) => number;

/**
 * Two logistic models, one per arm; the score is the difference of their probabilities (T-learner).
 *
 * - S. Künzel, J. Sekhon, P. Bickel, B. Yu. Metalearners for estimating heterogeneous treatment
 *   effects. PNAS 116(10), 2019. doi:10.1073/pnas.1804597116
 *
 * @param penalty as in `fitLogistic`
 */
export function fitTLearner(rows: TreatedRows, penalty: number): UpliftScorer {
  const [control, treated] = [0, 1].map((arm) => fitLogistic(armOf(rows, arm), penalty).theta);
  return (features, row) =>
    predictLogistic(treated!, features, row) - predictLogistic(control!, features, row);
}

/**
 * One logistic model of features, treatment and their products; the score is the effect of switching the treatment
 * (S-learner). Unlike in the T-learner, the penalty shrinks the arms' weights toward each other.
 */
export function fitSLearner(rows: TreatedRows, penalty: number): UpliftScorer {
  const { width } = rows;
  const wide = 2 * width + 1;
  const features = new Float64Array(rows.outcomes.length * wide);
  for (let row = 0; row < rows.outcomes.length; row++) {
    fillRow(features, row, rows.features, row, width, rows.treated[row]!);
  }
  const { theta } = fitLogistic({ features, width: wide, labels: rows.outcomes }, penalty);
  const scratch = new Float64Array(2 * wide);
  return (from, row) => {
    fillRow(scratch, 0, from, row, width, 0);
    fillRow(scratch, 1, from, row, width, 1);
    return predictLogistic(theta, scratch, 1) - predictLogistic(theta, scratch, 0);
  };
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
  intoRow: number,
  from: Float64Array,
  fromRow: number,
  width: number,
  arm: number,
): void {
  const start = intoRow * (2 * width + 1);
  for (let n = 0; n < width; n++) {
    const value = from[fromRow * width + n]!;
    into[start + n] = value;
    into[start + width + n] = arm * value;
  }
  into[start + 2 * width] = arm;
}
