import type { FeatureName } from "./customer-features";

/** The features that say something of their own; each of the others is a finer grain of one. */
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
 * What a feature speaks of. Features of one kind move together, and the weights of a model are
 * spread among them: only what they add up to says something.
 */
export const SPEAKS_OF: Readonly<Record<FeatureName, NamedFeature>> = {
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
