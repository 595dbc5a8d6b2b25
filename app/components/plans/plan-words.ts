import type { Feature } from "~/shopify/billing/plan";

/** What plans differ in beside their emails, as the merchant reads it. */
export const FEATURE_NAMES: Readonly<Record<Feature, string>> = {
  campaign_tests: "Try versions of a campaign",
  customer_fields: "Predictions in Shopify’s customer fields",
};
