import type { ContenderSetting } from "~/ml/customers/contender-settings";

/** Every contender that can be explained. */
export const EXPLAINED_SETTINGS: readonly ContenderSetting[] = [
  { name: "boosted_trees", featureSet: "orders_and_activity", rounds: 20, leaves: 4 },
  { name: "boosted_trees", featureSet: "basic", rounds: 20, leaves: 8 },
  { name: "random_forest", featureSet: "all_orders", trees: 10, leaves: 16 },
  { name: "logistic_regression", featureSet: "all_orders", penalty: 30 },
  { name: "linear_svm", featureSet: "basic", penalty: 10 },
];
