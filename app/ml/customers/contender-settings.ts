import { BASIC_FEATURES, FEATURES, type FeatureName } from "./customer-features";
import { ENGAGEMENT_FEATURES } from "./engagement";

/** The models that compete with the base model of a prediction, and are fitted to customers' features. */
export const CONTENDERS = [
  "logistic_regression",
  "boosted_trees",
  "random_forest",
  "linear_svm",
  "neural_network",
  "nearest_neighbors",
] as const;
export type ContenderName = (typeof CONTENDERS)[number];

/** The base model of intent is a logistic regression itself. */
export const INTENT_CONTENDERS = CONTENDERS.filter((it) => it !== "logistic_regression");

/**
 * The contenders whose scores can be explained exactly: their parts add up to the score, at a cost that allows it for
 * every customer. Only these can replace the base model.
 */
export const EXPLAINED: ReadonlySet<string> = new Set<ContenderName>([
  "logistic_regression",
  "boosted_trees",
  "random_forest",
  "linear_svm",
]);

/** The feature sets to choose from. Each contains the main feature of all its topics, which explanations name. */
const FEATURE_SETS = {
  recency_frequency_spend: ["recency", "frequency", "monetary"],
  basic: [...BASIC_FEATURES, "interest"],
  all_orders: FEATURES,
  orders_and_activity: [...FEATURES, ...ENGAGEMENT_FEATURES],
} as const satisfies Readonly<Record<string, readonly FeatureName[]>>;
export type FeatureSet = keyof typeof FEATURE_SETS;

export const featuresOf = (set: FeatureSet): readonly FeatureName[] => FEATURE_SETS[set];

/** A contender with a choice of its features and parameters. Plain values. */
export type ContenderSetting = { readonly featureSet: FeatureSet } & (
  | { readonly name: "logistic_regression"; readonly penalty: number }
  | { readonly name: "boosted_trees"; readonly rounds: number; readonly leaves: number }
  | { readonly name: "random_forest"; readonly trees: number; readonly leaves: number }
  | { readonly name: "linear_svm"; readonly penalty: number }
  | { readonly name: "neural_network"; readonly units: number; readonly penalty: number }
  | { readonly name: "nearest_neighbors"; readonly k: number }
);

/** The parameters to choose from, the usual ones first. */
const PARAMETERS = {
  logistic_regression: [{ penalty: 30 }, { penalty: 3 }],
  boosted_trees: [
    { rounds: 60, leaves: 4 },
    { rounds: 60, leaves: 8 },
    { rounds: 120, leaves: 4 },
  ],
  random_forest: [
    { trees: 60, leaves: 32 },
    { trees: 60, leaves: 96 },
  ],
  linear_svm: [{ penalty: 100 }, { penalty: 1 }],
  neural_network: [
    { units: 6, penalty: 0.01 },
    { units: 6, penalty: 0.001 },
  ],
  nearest_neighbors: [{ k: 100 }, { k: 30 }, { k: 300 }],
} as const;

/** All settings of a contender, the usual one first. @param hasActivity whether clicks or visits are known */
export function settingsOf(
  name: ContenderName,
  hasActivity: boolean,
): [ContenderSetting, ...ContenderSetting[]] {
  const sets: FeatureSet[] = ["all_orders", "basic"];
  // Distances lose their meaning with many features.
  if (name === "nearest_neighbors") sets.unshift("recency_frequency_spend");
  if (hasActivity) sets.push("orders_and_activity");
  const settings = sets.flatMap((featureSet) =>
    PARAMETERS[name].map((parameters) => ({ name, featureSet, ...parameters }) as ContenderSetting),
  );
  return settings as [ContenderSetting, ...ContenderSetting[]];
}

/**
 * What the time to the next order may depend on: all order features but BG/NBD's probability, which depends on the length
 * of the window.
 */
export const DURATION_FEATURES: readonly FeatureName[] = FEATURES.filter(
  (it) => it !== "chanceToBuy" && it !== "chanceLogit",
);

/** The survival model of the next order with more features. */
export interface DurationSetting {
  readonly name: "log_logistic_more";
}

/** The regression of what customers pay, with a choice of its features and penalty. Plain values. */
export interface SpendingSetting {
  readonly name: "spending_regression";
  readonly featureSet: FeatureSet;
  readonly penalty: number;
}

const SPENDING_PENALTIES = [30, 3, 300];

/** All settings of the regression of spending, the usual one first. @param hasActivity whether clicks or visits are known */
export function spendingSettings(hasActivity: boolean): [SpendingSetting, ...SpendingSetting[]] {
  const sets: FeatureSet[] = ["all_orders", "basic", "recency_frequency_spend"];
  if (hasActivity) sets.push("orders_and_activity");
  const settings = sets.flatMap((featureSet) =>
    SPENDING_PENALTIES.map((penalty) => ({ name: "spending_regression", featureSet, penalty })),
  );
  return settings as [SpendingSetting, ...SpendingSetting[]];
}
