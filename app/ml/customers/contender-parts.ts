import type { DescribedCustomers, FeatureName } from "./customer-features";
import { scaleFeatures } from "./intent-model";
import { FEATURE_TOPIC } from "./named-features";
import { forestParts } from "../trees/forest-shapley";
import { scoreForest, type Forest } from "../trees/forest";
import type { FittedContender, Scorer } from "./contender-model";

/** One customer's logit with its reasons. */
export interface ContenderForecast {
  /** The logit of a customer with mean features. */
  readonly base: number;
  /** One part per feature; base and parts add up to the logit. All of a topic is in the part of its main feature. */
  readonly parts: Float64Array;
}

/**
 * Each customer's logit and its parts. The parts of trees are Shapley values of topics between a customer with mean
 * features and this one; a linear score has one part per weight.
 *
 * @throws RangeError for a contender without exact reasons
 */
export function forecastContender(
  { features, scales, scorer, calibration }: FittedContender,
  customers: DescribedCustomers,
): ContenderForecast[] {
  const { intercept, slope } = calibration;
  const width = features.length;
  const scaled = scaleFeatures({ features, scales }, customers);
  const partsOf = partsBy(features, scorer);
  const base = intercept + slope * scoreOfMean(scorer, width);
  return Array.from(customers.orders, (_, row) => ({
    base,
    parts: partsOf(scaled.subarray(row * width, (row + 1) * width)).map((part) => slope * part),
  }));
}

function scoreOfMean(scorer: Scorer, width: number): number {
  switch (scorer.kind) {
    case "forest":
      return scoreForest(scorer.forest, new Float64Array(width));
    case "linear":
      return scorer.theta[0]!;
    case "network":
    case "neighbors":
      throw new RangeError(`A score by ${scorer.kind} has no exact parts`);
  }
}

/** Divides the score of a row of scaled features. */
function partsBy(
  features: readonly FeatureName[],
  scorer: Scorer,
): (row: Float64Array) => Float64Array {
  switch (scorer.kind) {
    case "forest":
      return partsByTopic(scorer.forest, features);
    case "linear":
      return (row) => row.map((value, n) => scorer.theta[n + 1]! * value);
    case "network":
    case "neighbors":
      throw new RangeError(`A score by ${scorer.kind} has no exact parts`);
  }
}

function partsByTopic(forest: Forest, features: readonly FeatureName[]) {
  const topics = [...new Set(features.map((feature) => FEATURE_TOPIC[feature]))];
  const topicOf = features.map((feature) => topics.indexOf(FEATURE_TOPIC[feature]));
  const mainOf = topics.map((topic) => features.indexOf(topic));
  const typical = new Float64Array(features.length);
  return (row: Float64Array): Float64Array => {
    const parts = new Float64Array(row.length);
    forestParts(forest, { row, typical }, topicOf, topics.length).forEach(
      (part, topic) => (parts[mainOf[topic]!] = part),
    );
    return parts;
  };
}
