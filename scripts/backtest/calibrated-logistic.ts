import { applyIsotonic, applyPlatt, fitIsotonic, fitPlatt } from "~/ml/calibration";
import { logLossOf } from "~/ml/classification-metrics";
import { fitLogistic, predictLogistic, type LabelledRows } from "~/ml/logistic-regression";
import { FEATURES, pickFeatures, type FeatureName, type Snapshot } from "./customer-features";
import { standardise } from "./standardise";

type Calibration = "raw" | "platt" | "isotonic";

/** What may be fitted; the last is taken where there is no earlier window to choose by. */
const CANDIDATES = [["recency", "frequency", "monetary"] as const, FEATURES].flatMap(
  (features: readonly FeatureName[]) => [1, 10, 100, 30].map((penalty) => ({ features, penalty })),
);
type Candidate = (typeof CANDIDATES)[number];
const FOLDS = 5;

/**
 * Logistic regression whose features and penalty are chosen by time: fitted on each earlier window,
 * held against the next. The calibration is chosen by the log loss of forecasts of customers that
 * were left out in turn.
 *
 * @param earlier windows before the training one, youngest first, none overlapping another
 */
export function fitCalibrated(train: Snapshot, earlier: readonly Snapshot[]) {
  const { features, penalty } = chooseByTime([train, ...earlier]);
  const rows = pickFeatures(train, features);
  const leftOut = forecastLeftOut(rows, penalty);
  const platt = fitPlatt({ chances: leftOut, labels: train.labels });
  const isotonic = fitIsotonic({ chances: leftOut, labels: train.labels });
  const calibrate = {
    raw: (chance: number) => chance,
    platt: (chance: number) => applyPlatt(platt, chance),
    isotonic: (chance: number) => applyIsotonic(isotonic, chance),
  };
  const chosen = chooseCalibration(leftOut, train.labels);
  const { theta, standardErrors } = fitLogistic(standardise(rows, rows).train, penalty);
  return {
    theta,
    standardErrors,
    features,
    penalty,
    chosen,
    forecast(test: Snapshot, calibration: Calibration): Float64Array {
      const scaled = standardise(rows, pickFeatures(test, features)).test;
      return test.labels.map((_, row) =>
        calibrate[calibration](predictLogistic(theta, scaled.features, row)),
      );
    },
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
  const scaled = standardise(pickFeatures(fitted, features), pickFeatures(held, features));
  const { theta } = fitLogistic(scaled.train, penalty);
  const { labels } = held;
  return logLossOf({
    chances: labels.map((_, row) => predictLogistic(theta, scaled.test.features, row)),
    labels,
  });
}

/** Each customer's chance by a model that has not seen it: every fifth one is left out in turn. */
function forecastLeftOut(rows: LabelledRows, penalty: number): Float64Array {
  const { features, width, labels } = standardise(rows, rows).train;
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
  const losses: Record<Calibration, number> = { raw: 0, platt: 0, isotonic: 0 };
  for (const side of [0, 1]) {
    const fitted = half(side);
    const held = half(1 - side);
    const platt = fitPlatt(fitted);
    const isotonic = fitIsotonic(fitted);
    const lossOf = (of: (chance: number) => number) =>
      logLossOf({ chances: held.chances.map(of), labels: held.labels });
    losses.raw += lossOf((chance) => chance);
    losses.platt += lossOf((chance) => applyPlatt(platt, chance));
    losses.isotonic += lossOf((chance) => applyIsotonic(isotonic, chance));
  }
  const names: readonly Calibration[] = ["raw", "platt", "isotonic"];
  return names.reduce((a, b) => (losses[b] < losses[a] ? b : a));
}
