import type { FeatureName } from "./customer-features";

/** The main features; each other feature refines one of them. */
export type NamedFeature =
  | "recency"
  | "frequency"
  | "monetary"
  | "tenure"
  | "basketSize"
  | "meanGap"
  | "recencyOverGap"
  | "gapVariation"
  | "interest"
  | "chanceToBuy"
  | "lines"
  | "clicks"
  | "visits"
  | "dwellMinutes"
  | "searches"
  | "views";

/**
 * The topic of a feature. Features of one topic are correlated, and a model spreads the weight among them, so only
 * their sum is meaningful.
 */
export const FEATURE_TOPIC: Readonly<Record<FeatureName, NamedFeature>> = {
  recency: "recency",
  previousRecency: "recency",
  frequency: "frequency",
  rate: "frequency",
  once: "frequency",
  activeMonths: "frequency",
  activeShare: "frequency",
  monetary: "monetary",
  tenure: "tenure",
  basketSize: "basketSize",
  lastValue: "basketSize",
  meanGap: "meanGap",
  lastGap: "meanGap",
  recencyOverGap: "recencyOverGap",
  gapVariation: "gapVariation",
  interest: "interest",
  lately15: "interest",
  lately30: "interest",
  lately60: "interest",
  lately120: "interest",
  lately240: "interest",
  orders15: "interest",
  orders30: "interest",
  orders60: "interest",
  orders90: "interest",
  orders120: "interest",
  orders180: "interest",
  chanceToBuy: "chanceToBuy",
  chanceLogit: "chanceToBuy",
  lines: "lines",
  lastLines: "lines",
  averageLines: "lines",
  clicks: "clicks",
  clicks7: "clicks",
  visits: "visits",
  visits7: "visits",
  dwellMinutes: "dwellMinutes",
  searches: "searches",
  views: "views",
  views7: "views",
};
