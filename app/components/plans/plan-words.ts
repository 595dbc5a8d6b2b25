import type { Feature } from "~/shopify/billing/plan";

/** The features in which plans differ, besides their emails. */
export const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  campaign_tests: "Try versions of a campaign",
  customer_fields: "Predictions in Shopify’s customer fields",
};
