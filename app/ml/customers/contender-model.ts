import type { DescribedCustomers, FeatureName, Snapshot } from "./customer-features";
import { scaleFeatures, scaleWindows } from "./intent-model";
import { neighborLogits } from "../neighbors/neighbor-shares";
import { createRandomNumbers } from "../numerics/random";
import { fitLinearSvm } from "../regression/linear-svm";
import { fitLogistic } from "../regression/logistic-regression";
import type { LabeledRows } from "../regression/logistic-slopes";
import { fitNeuralNetwork, scoreNetwork, type NeuralNetwork } from "../regression/neural-network";
import type { Scales } from "../regression/standardize";
import { fitBoostedTrees } from "../trees/boosted-trees";
import { scoreForest, type Forest } from "../trees/forest";
import { fitRandomForest } from "../trees/random-forest";
import { featuresOf, type ContenderSetting } from "./contender-settings";

/** A fitted contender. Its logit is intercept + slope × score. Plain values. */
export interface FittedContender {
  readonly setting: ContenderSetting;
  readonly features: readonly FeatureName[];
  readonly scales: Scales;
  readonly scorer: Scorer;
  readonly calibration: { readonly intercept: number; readonly slope: number };
}

/** What gives a row of scaled features a score, the higher the likelier. */
export type Scorer =
  | { readonly kind: "forest"; readonly forest: Forest }
  | { readonly kind: "linear"; readonly theta: Float64Array }
  | { readonly kind: "network"; readonly network: NeuralNetwork }
  | { readonly kind: "neighbors"; readonly examples: LabeledRows; readonly k: number };

/** More rows cost time and hardly change a fit: beyond, every n-th customer is used. */
const MAX_ROWS = 20_000;
/** Each forecast looks at all examples. */
const MAX_EXAMPLES = 8_000;
/** Of one window's customers; the same customer is in several windows. */
const MIN_LEAF_CUSTOMERS = 20;
const BOOSTING = { rate: 0.1, ridge: 1 };
const EPOCHS = 12;
const SEED = 1;
/** Keeps the calibration finite if a score separates the customers perfectly. */
const MIN_PENALTY = 1e-3;

/**
 * Fits a contender to windows, and calibrates it on customers that a fit to the other half of the customers has not seen
 * (Platt 1999: a logistic regression on the score).
 *
 * @param windows at least one
 */
export function fitContender(
  windows: readonly Snapshot[],
  setting: ContenderSetting,
): FittedContender {
  const features = featuresOf(setting.featureSet);
  const sampled = sampleRows(windows, features, setting);
  const { scales, rows, ranks, repeats } = sampled;
  const held = new Float64Array(rows.labels.length);
  for (const half of [0, 1]) {
    const isHeld = (row: number) => ranks[row]! % 2 === half;
    const scorer = fitScorer(
      pickRows(rows, (row) => !isHeld(row)),
      setting,
      repeats,
    );
    const unseen = pickRows(rows, isHeld);
    const scores = scoreRows(scorer, unseen.features, rows.width);
    let n = 0;
    for (let row = 0; row < held.length; row++) if (isHeld(row)) held[row] = scores[n++]!;
  }
  const { theta } = fitLogistic({ features: held, width: 1, labels: rows.labels }, MIN_PENALTY);
  return {
    setting,
    features,
    scales,
    scorer: fitScorer(rows, setting, repeats),
    calibration: { intercept: theta[0]!, slope: theta[1]! },
  };
}

/** Each customer's logit. */
export function contenderLogits(
  { features, scales, scorer, calibration }: FittedContender,
  customers: DescribedCustomers,
): Float64Array {
  const scaled = scaleFeatures({ features, scales }, customers);
  const { intercept, slope } = calibration;
  return scoreRows(scorer, scaled, features.length).map((score) => intercept + slope * score);
}

/**
 * The log loss of a setting that was fitted to one window, on a later one: of the best logistic function of its score,
 * since settings differ in how well they rank, and the calibration comes after the choice.
 */
export function lossOfSetting(fitted: Snapshot, held: Snapshot, setting: ContenderSetting): number {
  const features = featuresOf(setting.featureSet);
  const { scales, rows } = sampleRows([fitted], features, setting);
  const scorer = fitScorer(rows, setting, 1);
  const scores = scoreRows(scorer, scaleFeatures({ features, scales }, held), features.length);
  const { labels } = held;
  const { logLikelihood } = fitLogistic({ features: scores, width: 1, labels }, MIN_PENALTY);
  return -logLikelihood / labels.length;
}

/** All rows of every n-th pair of customers, with each row's customer as a number from 0. */
function sampleRows(
  windows: readonly Snapshot[],
  names: readonly FeatureName[],
  { name }: ContenderSetting,
) {
  const { scales, rows } = scaleWindows(windows, names);
  const customers = windows.flatMap((window) => [...window.customers]);
  const rankOf = new Map([...new Set(customers)].map((customer, rank) => [customer, rank]));
  const ranks = customers.map((customer) => rankOf.get(customer)!);
  const repeats = customers.length / windows[0]!.labels.length;
  const max = name === "nearest_neighbors" ? MAX_EXAMPLES : MAX_ROWS;
  const step = Math.ceil(customers.length / max);
  const isDrawn = (row: number) => Math.floor(ranks[row]! / 2) % step === 0;
  if (step <= 1) return { scales, repeats, rows, ranks };
  return {
    scales,
    repeats,
    rows: pickRows(rows, isDrawn),
    ranks: ranks.filter((_, row) => isDrawn(row)),
  };
}

function pickRows(
  { features, width, labels }: LabeledRows,
  isPicked: (row: number) => boolean,
): LabeledRows {
  const picked = Array.from({ length: labels.length }, (_, row) => row).filter(isPicked);
  const found = new Float64Array(picked.length * width);
  picked.forEach((row, n) =>
    found.set(features.subarray(row * width, (row + 1) * width), n * width),
  );
  return { features: found, width, labels: Float64Array.from(picked, (row) => labels[row]!) };
}

/** @param repeats how many rows of one customer there are */
function fitScorer(rows: LabeledRows, setting: ContenderSetting, repeats: number): Scorer {
  const minRows = Math.round(MIN_LEAF_CUSTOMERS * repeats);
  switch (setting.name) {
    case "boosted_trees": {
      const { rounds, leaves: maxLeaves } = setting;
      return {
        kind: "forest",
        forest: fitBoostedTrees(rows, { ...BOOSTING, rounds, maxLeaves, minRows }),
      };
    }
    case "random_forest": {
      const { trees, leaves: maxLeaves } = setting;
      const random = createRandomNumbers(SEED);
      return {
        kind: "forest",
        forest: fitRandomForest(rows, { trees, maxLeaves, minRows }, random),
      };
    }
    case "logistic_regression":
      return { kind: "linear", theta: fitLogistic(rows, setting.penalty * repeats).theta };
    case "linear_svm":
      return { kind: "linear", theta: fitLinearSvm(rows, setting.penalty * repeats) };
    case "neural_network": {
      const { units, penalty } = setting;
      const options = { units, penalty, epochs: EPOCHS };
      return {
        kind: "network",
        network: fitNeuralNetwork(rows, options, createRandomNumbers(SEED)),
      };
    }
    case "nearest_neighbors":
      return { kind: "neighbors", examples: rows, k: Math.round(setting.k) };
  }
}

function scoreRows(scorer: Scorer, features: Float64Array, width: number): Float64Array {
  if (scorer.kind === "neighbors") return neighborLogits(scorer.examples, features, scorer.k);
  return Float64Array.from({ length: features.length / width }, (_, row) =>
    scoreRow(scorer, features, row * width),
  );
}

function scoreRow(
  scorer: Exclude<Scorer, { kind: "neighbors" }>,
  features: Float64Array,
  start: number,
): number {
  switch (scorer.kind) {
    case "forest":
      return scoreForest(scorer.forest, features, start);
    case "network":
      return scoreNetwork(scorer.network, features, start);
    case "linear":
      return scoreLinear(scorer.theta, features, start);
  }
}

function scoreLinear(theta: Float64Array, features: Float64Array, start: number): number {
  let score = theta[0]!;
  for (let n = 1; n < theta.length; n++) score += theta[n]! * features[start + n - 1]!;
  return score;
}
