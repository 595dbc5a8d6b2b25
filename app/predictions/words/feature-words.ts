import { formatMoney } from "~/lib/money";
import type { ScoreContribution } from "../prediction";

/** A feature's name, and a profile's value of it in a sentence. */
interface FeatureWords {
  readonly label: string;
  readonly text: (value: number, currency: string) => string;
}

/** Every feature that may explain a score. */
const WORDS: Readonly<Record<string, FeatureWords>> = {
  recency: {
    label: "Days since the last order",
    text: (days) => (days < 1 ? "Ordered today" : `Last ordered ${countedUnit(days, "day")} ago`),
  },
  frequency: {
    // Orders of one day count as one: a customer may have more orders than days.
    label: "Days with an order",
    text: (days) => `Has ordered on ${countedUnit(days, "day")}`,
  },
  monetary: {
    label: "Total spend",
    text: (minor, currency) => `Has spent ${money(minor, currency)} in all`,
  },
  tenure: {
    label: "Time as a customer",
    text: (days) => `A customer for ${countedUnit(days, "day")}`,
  },
  basketSize: {
    label: "Spend on an order",
    text: (minor, currency) => `Spends ${money(minor, currency)} on an order`,
  },
  meanGap: {
    label: "Days between orders",
    text: (days) => `Orders about every ${countedUnit(days, "day")}`,
  },
  recencyOverGap: {
    label: "Wait against the usual time between orders",
    text: (ratio) =>
      ratio < 0.1
        ? "Has only just ordered, for one with this rhythm"
        : `The wait is ${ratio.toFixed(1)} of the usual time between orders`,
  },
  gapVariation: {
    label: "How uneven the times between orders are",
    text: (ratio) =>
      ratio === 0
        ? "Too few orders to show a rhythm"
        : ratio < 0.6
          ? "Orders at even intervals"
          : "Orders at uneven intervals",
  },
  interest: {
    label: "Interest: recent orders, each halved for every 60 days since",
    text: (interest) =>
      interest < 0.1
        ? "No order in a long while"
        : interest < 0.6
          ? "Few recent orders"
          : interest < 1.5
            ? "About one recent order"
            : `Several recent orders (interest ${interest.toFixed(1)})`,
  },
  chanceToBuy: {
    label: "Chance by own rhythm",
    text: (chance) => `The own rhythm alone gives ${formatShare(chance)}`,
  },
  lines: {
    label: "Products bought, in lines",
    text: (lines) => `Has bought ${countedUnit(lines, "line")} in all`,
  },
  clicks: {
    label: "Clicks in emails, each halved for every 30 days since",
    text: (clicks) => lately(clicks, "click in an email", "clicks in emails"),
  },
  visits: {
    label: "Visits to the store, each halved for every 30 days since",
    text: (visits) => lately(visits, "visit to the store", "visits to the store"),
  },
  dwellMinutes: {
    label: "Time in the store, halved for every 30 days since",
    text: (minutes) =>
      minutes < 0.5
        ? "No time in the store lately"
        : `${countedUnit(minutes, "minute")} in the store lately`,
  },
  searches: {
    label: "Searches in the store, each halved for every 30 days since",
    text: (searches) => lately(searches, "search in the store", "searches in the store"),
  },
  views: {
    label: "Products looked at, each halved for every 30 days since",
    text: (views) => lately(views, "product looked at", "products looked at"),
  },
  left: {
    label: "Chance of having left, by own rhythm",
    text: (chance) => `By the own rhythm, gone for good with ${formatShare(chance)}`,
  },
  once: {
    label: "Ordered on one day only",
    text: (orders) => (orders < 1.5 ? "Never came back so far" : "Came back after the first order"),
  },
  knownFor: {
    label: "Days since first heard of",
    text: (days) => `First heard of ${countedUnit(days, "day")} ago, without an order yet`,
  },
};

/** A feature's display name. */
export function featureLabel(feature: string): string {
  return WORDS[feature]?.label ?? feature;
}

/** Describes one part of a score: one sentence without a full stop. */
export function featureText({ feature, value }: ScoreContribution, currency: string): string {
  return WORDS[feature]?.text(value, currency) ?? feature;
}

/** Whether a feature has a description. */
export function hasWords(feature: string): boolean {
  return feature in WORDS;
}

/** "1 day", "12 days" */
export function countedUnit(count: number, singular: string): string {
  const whole = Math.round(count);
  return `${whole.toLocaleString("en")} ${singular}${whole === 1 ? "" : "s"}`;
}

/** "12%" of a fraction; "under 1%" instead of "0%". */
export function formatShare(rate: number): string {
  if (rate > 0 && rate < 0.01) return "under 1 %";
  return rate < 1 && rate > 0.99 ? "over 99 %" : `${Math.round(rate * 100)} %`;
}

/** For exponentially decayed sums, which are not counts. */
function lately(sum: number, singular: string, plural: string): string {
  if (sum < 0.1) return `No ${singular} lately`;
  return sum < 1.5 ? `About one ${singular} lately` : `Several ${plural} lately`;
}

const money = (minor: number, currency: string) =>
  formatMoney({ minor: Math.round(minor), currency });
