import {
  applyIsotonic,
  applyPlatt,
  fitIsotonic,
  fitPlatt,
  type IsotonicSteps,
} from "../calibration";
import { invertPositiveDefinite } from "../cholesky";
import { logLossOf } from "../classification-metrics";
import { fitLogistic, predictLogistic, type LabelledRows } from "../logistic-regression";
import { applyScales, fitScales, type Scales } from "../standardise";
import {
  FEATURES,
  pickFeatures,
  type DescribedCustomers,
  type FeatureName,
  type Snapshot,
} from "./customer-features";

/** Plain values: a fitted model can be stored. */
export interface IntentModel {
  readonly features: readonly FeatureName[];
  readonly scales: Scales;
  /** The intercept, then one weight a scaled feature. */
  readonly theta: Float64Array;
  /** Of `theta`; NaN where the data do not tell a weight apart from others. */
  readonly standardErrors: Float64Array;
  /** Of `theta`, (features + 1)², row-major; null where a weight cannot be told apart from others. */
  readonly covariance: Float64Array | null;
  readonly penalty: number;
  readonly calibration: Calibration;
}

export type Calibration =
  | { readonly kind: "raw" }
  | { readonly kind: "platt"; readonly shift: readonly [number, number] }
  | { readonly kind: "isotonic"; readonly steps: IsotonicSteps };

/** What may be fitted; the last is taken where there is no earlier window to choose by. */
const CANDIDATES = [["recency", "frequency", "monetary"] as const, FEATURES].flatMap(
  (features: readonly FeatureName[]) => [1, 10, 100, 30].map((penalty) => ({ features, penalty })),
);
type Candidate = (typeof CANDIDATES)[number];
const FOLDS = 5;

/**
 * Who buys within the horizon: logistic regression whose features and penalty are chosen by time:
 * fitted on each earlier window, held against the next. The calibration is chosen by the log loss
 * of forecasts of customers that were left out in turn.
 *
 * @param earlier windows before the training one, youngest first, none overlapping another
 */
export function fitIntentModel(train: Snapshot, earlier: readonly Snapshot[]): IntentModel {
  const { features, penalty } = chooseByTime([train, ...earlier]);
  const { scales, rows } = scaledRows(train, features);
  const { theta, standardErrors, curvature } = fitLogistic(rows, penalty);
  const covariance = invertPositiveDefinite(curvature, theta.length);
  const calibration = chooseCalibration(forecastLeftOut(rows, penalty), train.labels);
  return { features, scales, theta, standardErrors, covariance, penalty, calibration };
}

/** Each customer's chance to buy within the horizon, in (0, 1), in the order of the rows. */
export function forecastIntent(model: IntentModel, customers: DescribedCustomers): Float64Array {
  const { theta, calibration } = model;
  const scaled = applyScales(model.scales, pickFeatures(customers, model.features).features);
  return customers.orders.map((_, row) =>
    calibrate(calibration, predictLogistic(theta, scaled, row)),
  );
}

/** What a feature adds to a customer's score. */
export interface Contribution {
  readonly feature: FeatureName;
  /** θⱼ × (xⱼ − mean) on the logit's scale: how far the feature moves the customer from the mean. */
  readonly contribution: number;
}

/**
 * Why a customer's score is what it is: one term a feature, in the order of the model's features.
 * Added up they are the logit of the score, before calibration, less that of a customer who is the
 * mean in everything.
 */
export function explainIntent(
  { scales, theta, features }: IntentModel,
  customers: DescribedCustomers,
  row: number,
): Contribution[] {
  const picked = pickFeatures(customers, features).features;
  const scaled = applyScales(
    scales,
    picked.subarray(row * features.length, (row + 1) * features.length),
  );
  return features.map((feature, n) => ({ feature, contribution: theta[n + 1]! * scaled[n]! }));
}

/** The chance that is to be believed, of one that the weights give. */
export function calibrate(calibration: Calibration, chance: number): number {
  switch (calibration.kind) {
    case "raw":
      return chance;
    case "platt":
      return applyPlatt(calibration.shift, chance);
    case "isotonic":
      return applyIsotonic(calibration.steps, chance);
  }
}

function scaledRows(train: Snapshot, names: readonly FeatureName[]) {
  const picked = pickFeatures(train, names);
  const scales = fitScales(picked);
  const { width } = picked;
  return {
    scales,
    rows: { features: applyScales(scales, picked.features), width, labels: train.labels },
  };
}

function chooseByTime(windows: readonly Snapshot[]): Candidate {
  const losses = CANDIDATES.map((candidate) => {
    let loss = 0;
    for (let n = 1; n < windows.length; n++) {
      loss += lossOn(windows[n - 1]!, windows[n]!, candidate);
    }
    return loss;
  });
  const least = Math.min(...losses);
  return windows.length < 2 ? CANDIDATES.at(-1)! : CANDIDATES[losses.indexOf(least)]!;
}

function lossOn(held: Snapshot, fitted: Snapshot, { features, penalty }: Candidate): number {
  const { scales, rows } = scaledRows(fitted, features);
  const { theta } = fitLogistic(rows, penalty);
  const scaled = applyScales(scales, pickFeatures(held, features).features);
  const { labels } = held;
  return logLossOf({
    chances: labels.map((_, row) => predictLogistic(theta, scaled, row)),
    labels,
  });
}

/** Each customer's chance by a model that has not seen it: every fifth one is left out in turn. */
function forecastLeftOut(rows: LabelledRows, penalty: number): Float64Array {
  const { features, width, labels } = rows;
  const chances = new Float64Array(labels.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const kept = [...chances.keys()].filter((row) => row % FOLDS !== fold);
    const part = new Float64Array(kept.length * width);
    kept.forEach((row, n) =>
      part.set(features.subarray(row * width, (row + 1) * width), n * width),
    );
    const partLabels = Float64Array.from(kept, (row) => labels[row]!);
    const { theta } = fitLogistic({ features: part, width, labels: partLabels }, penalty);
    for (let row = fold; row < chances.length; row += FOLDS) {
      chances[row] = predictLogistic(theta, features, row);
    }
  }
  return chances;
}

/** Each calibration fitted on one half of the customers and held against the other. */
function chooseCalibration(chances: Float64Array, labels: Float64Array): Calibration {
  const half = (side: number) => ({
    chances: chances.filter((_, row) => row % 2 === side),
    labels: labels.filter((_, row) => row % 2 === side),
  });
  const fits: readonly ((on: typeof whole) => Calibration)[] = [
    () => ({ kind: "raw" }),
    (on) => ({ kind: "platt", shift: fitPlatt(on) }),
    (on) => ({ kind: "isotonic", steps: fitIsotonic(on) }),
  ];
  const whole = { chances, labels };
  const losses = fits.map((fit) =>
    [0, 1].reduce((sum, side) => {
      const held = half(1 - side);
      const fitted = fit(half(side));
      return sum + logLossOf({ ...held, chances: held.chances.map((c) => calibrate(fitted, c)) });
    }, 0),
  );
  return fits[losses.indexOf(Math.min(...losses))]!(whole);
}
