import {
  applyIsotonic,
  applyPlatt,
  fitIsotonic,
  fitPlatt,
  type IsotonicSteps,
} from "../regression/calibration";
import { invertPositiveDefinite } from "../matrices/cholesky";
import { logLossOf } from "../regression/classification-metrics";
import { fitLogistic, predictLogistic } from "../regression/logistic-regression";
import type { LabeledRows } from "../regression/logistic-slopes";
import { applyScales, fitScales, type Scales } from "../regression/standardize";
import { ENGAGEMENT_FEATURES } from "./engagement";
import {
  FEATURES,
  pickFeatures,
  type DescribedCustomers,
  type FeatureName,
  type Snapshot,
} from "./customer-features";

/** Plain values, so that a fitted model can be stored. */
export interface IntentModel {
  readonly features: readonly FeatureName[];
  readonly scales: Scales;
  /** The intercept, then one weight per scaled feature. */
  readonly theta: Float64Array;
  /** Of `theta`; NaN where a weight is not identifiable. */
  readonly standardErrors: Float64Array;
  /** Of `theta`, (features + 1)², row-major; null where a weight is not identifiable. */
  readonly covariance: Float64Array | null;
  readonly penalty: number;
  readonly calibration: Calibration;
  /** Added to the logit of the calibrated probability; 0 without a known season. */
  readonly season: number;
}

export type Calibration =
  | { readonly kind: "raw" }
  | { readonly kind: "platt"; readonly shift: readonly [number, number] }
  | { readonly kind: "isotonic"; readonly steps: IsotonicSteps };

interface Candidate {
  readonly features: readonly FeatureName[];
  readonly penalty: number;
}

const PENALTIES = [10, 30, 300, 100];
const candidatesWith = (features: readonly FeatureName[]): Candidate[] =>
  PENALTIES.map((penalty) => ({ features, penalty }));
/** The feature sets to choose from; the last is used without an earlier window to choose by. */
const CANDIDATES = [["recency", "frequency", "monetary"] as const, FEATURES].flatMap(
  candidatesWith,
);
/** Additional feature sets when clicks or visits are known; they must improve the forecast. */
const ENGAGED_CANDIDATES = candidatesWith([...FEATURES, ...ENGAGEMENT_FEATURES]);
const FOLDS = 5;
/** In deviations. Few features of real shops are farther from their mean. */
const MAX_DISTANCE = 6;

/**
 * Who buys within the horizon: logistic regression on all windows that began within one horizon of the latest, so
 * that one season does not represent all others. Features and penalty are chosen by time: fitted on one window and
 * evaluated on a later one that does not overlap. A calibration must improve the log loss of held-out customers
 * significantly. A customer appears in several windows, so the penalty grows with their number, and standard errors are those of one
 * window. The variance of the intercept includes the variation between windows, as the next one may differ as much.
 * Cost: O(rows × features²) per fit; 8 fits of one window for each evaluation, and 6 of all training data.
 *
 * @param windows latest first, at least one; they may overlap
 */
export function fitIntentModel(windows: readonly Snapshot[]): IntentModel {
  const { features, penalty } = chooseByTime(windows);
  const { day, horizonDays, labels } = windows[0]!;
  const learned = windows.filter((window) => window.day >= day - horizonDays);
  const { scales, rows } = scaleWindows(learned, features);
  const repeats = rows.labels.length / labels.length;
  const { theta, curvature } = fitLogistic(rows, penalty * repeats);
  const covariance = invertPositiveDefinite(
    curvature.map((value) => value / repeats),
    theta.length,
  );
  if (covariance) covariance[0]! += varianceBetween(learned, rows, theta);
  const customers = learned.flatMap((window) => [...window.customers]);
  const heldOut = forecastHeldOut({
    rows,
    customers,
    penalty: penalty * repeats,
    level: theta[0]!,
  });
  return {
    features,
    scales,
    theta,
    standardErrors: theta.map((_, n) =>
      covariance ? Math.sqrt(covariance[n * theta.length + n]!) : NaN,
    ),
    covariance,
    penalty,
    calibration: chooseCalibration({ chances: heldOut, labels: rows.labels, customers, repeats }),
    season: 0,
  };
}

/** Each customer's probability to buy within the horizon, in (0, 1), in row order. */
export function forecastIntent(model: IntentModel, customers: DescribedCustomers): Float64Array {
  const scaled = scaleFeatures(model, customers);
  return customers.orders.map((_, row) =>
    toChance(model, predictLogistic(model.theta, scaled, row)),
  );
}

/**
 * Distances from the mean customer of the training windows, in deviations, rows × features, row-major. Customers who were
 * much alike in training have tiny deviations; one who is unlike them is far outside, where the model has learned nothing.
 */
export function scaleFeatures(
  { scales, features }: Pick<IntentModel, "scales" | "features">,
  customers: DescribedCustomers,
): Float64Array {
  return applyScales(scales, pickFeatures(customers, features).features).map((distance) =>
    Math.max(-MAX_DISTANCE, Math.min(MAX_DISTANCE, distance)),
  );
}

/** The probability of a logistic output: calibrated, then shifted by the season. */
export function toChance({ calibration, season }: IntentModel, output: number): number {
  const chance = calibrate(calibration, output);
  return season === 0 ? chance : 1 / (1 + ((1 - chance) / chance) * Math.exp(-season));
}

function calibrate(calibration: Calibration, chance: number): number {
  switch (calibration.kind) {
    case "raw":
      return chance;
    case "platt":
      return applyPlatt(calibration.shift, chance);
    case "isotonic":
      return applyIsotonic(calibration.steps, chance);
  }
}

/** Rows of windows, one per customer and window, scaled together. */
export function scaleWindows(windows: readonly Snapshot[], names: readonly FeatureName[]) {
  const picked = concatenate(windows.map((window) => pickFeatures(window, names).features));
  const labels = concatenate(windows.map((window) => window.labels));
  const width = names.length;
  const scales = fitScales({ features: picked, width });
  const features = concatenate(windows.map((it) => scaleFeatures({ scales, features: names }, it)));
  return { scales, rows: { features, width, labels } };
}

/** The variance between windows of the Newton step for the intercept; 0 with one window. */
function varianceBetween(
  windows: readonly Snapshot[],
  { features, labels }: LabeledRows,
  theta: Float64Array,
): number {
  let row = 0;
  let squares = 0;
  for (const window of windows) {
    const end = row + window.labels.length;
    let missed = 0;
    let curvature = 0;
    for (; row < end; row++) {
      const chance = predictLogistic(theta, features, row);
      missed += labels[row]! - chance;
      curvature += chance * (1 - chance);
    }
    squares += (missed / curvature) ** 2;
  }
  return windows.length > 1 ? squares / (windows.length - 1) : 0;
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function chooseByTime(windows: readonly Snapshot[]): Candidate {
  // Pairs each window with the latest one that ended before it.
  const pairs = windows.flatMap((held) => {
    const fitted = windows.find(({ day, horizonDays }) => day + horizonDays <= held.day);
    return fitted ? [{ held, fitted }] : [];
  });
  const candidates = windows.some(hasEngagement)
    ? [...CANDIDATES, ...ENGAGED_CANDIDATES]
    : CANDIDATES;
  const losses = candidates.map((candidate) =>
    pairs.reduce((loss, { held, fitted }) => loss + lossOn(held, fitted, candidate), 0),
  );
  const minLoss = Math.min(...losses);
  return pairs.length === 0 ? CANDIDATES.at(-1)! : candidates[losses.indexOf(minLoss)]!;
}

export function hasEngagement(window: Snapshot): boolean {
  return pickFeatures(window, ENGAGEMENT_FEATURES).features.some((value) => value !== 0);
}

function lossOn(held: Snapshot, fitted: Snapshot, { features, penalty }: Candidate): number {
  const { scales, rows } = scaleWindows([fitted], features);
  const { theta } = fitLogistic(rows, penalty);
  const scaled = scaleFeatures({ scales, features }, held);
  const { labels } = held;
  return logLossOf({
    chances: labels.map((_, row) => predictLogistic(theta, scaled, row)),
    labels,
  });
}

/**
 * Each row's probability by weights fitted without its customer, with five folds. The intercept is that of all rows:
 * without a fold that has many buyers it would be lower, so held-out forecasts would be low where buyers are, and in a
 * shop of similar customers a calibration would reverse the ranking.
 */
function forecastHeldOut({
  rows: { features, width, labels },
  customers,
  penalty,
  level,
}: {
  readonly rows: LabeledRows;
  readonly customers: readonly number[];
  readonly penalty: number;
  readonly level: number;
}): Float64Array {
  const chances = new Float64Array(customers.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const trainingRows = [...chances.keys()].filter((row) => customers[row]! % FOLDS !== fold);
    const part = new Float64Array(trainingRows.length * width);
    trainingRows.forEach((row, n) =>
      part.set(features.subarray(row * width, (row + 1) * width), n * width),
    );
    const partLabels = Float64Array.from(trainingRows, (row) => labels[row]!);
    const { theta } = fitLogistic({ features: part, width, labels: partLabels }, penalty);
    theta[0] = level;
    for (let row = 0; row < chances.length; row++) {
      if (customers[row]! % FOLDS === fold) chances[row] = predictLogistic(theta, features, row);
    }
  }
  return chances;
}

/**
 * Each calibration fitted on one half of the customers and evaluated on the other. The best is used if it improves the log
 * loss by more than two standard errors between customers: on few customers a calibration adds more error than it
 * corrects.
 */
function chooseCalibration({
  chances,
  labels,
  customers,
  repeats,
}: {
  readonly chances: Float64Array;
  readonly labels: Float64Array;
  readonly customers: readonly number[];
  readonly repeats: number;
}): Calibration {
  const half = (side: number) => ({
    chances: chances.filter((_, row) => customers[row]! % 2 === side),
    labels: labels.filter((_, row) => customers[row]! % 2 === side),
  });
  const fits: readonly ((on: typeof whole) => Calibration)[] = [
    (on) => ({ kind: "platt", shift: fitPlatt(on, repeats) }),
    (on) => ({ kind: "isotonic", steps: fitIsotonic(on, repeats) }),
  ];
  const whole = { chances, labels };
  const tried = fits.map((fit) => {
    const [even, odd] = [fit(half(1)), fit(half(0))];
    const gains = new Map<number, number>();
    chances.forEach((chance, row) => {
      const customer = customers[row]!;
      const calibrated = calibrate(customer % 2 === 0 ? even : odd, chance);
      const gain = lossOf(chance, labels[row]!) - lossOf(calibrated, labels[row]!);
      gains.set(customer, (gains.get(customer) ?? 0) + gain);
    });
    return { fit, ...sumOf([...gains.values()]) };
  });
  const best = tried.reduce((a, b) => (b.gain > a.gain ? b : a));
  const calibration: Calibration = best.gain > 2 * best.error ? best.fit(whole) : { kind: "raw" };
  // The model is fitted to these customers, so a reversed ranking can only be chance.
  return calibration.kind === "platt" && calibration.shift[1] <= 0 ? { kind: "raw" } : calibration;
}

function lossOf(chance: number, label: number): number {
  return logLossOf({ chances: [chance], labels: [label] });
}

/** The sum of independent values and its standard error. */
function sumOf(values: readonly number[]): { readonly gain: number; readonly error: number } {
  const gain = values.reduce((sum, value) => sum + value, 0);
  const mean = gain / values.length;
  return { gain, error: Math.sqrt(values.reduce((sum, it) => sum + (it - mean) ** 2, 0)) };
}
