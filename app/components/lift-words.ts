import type { Lift } from "~/feedback/lift/lift";
import type { RevenueLift } from "~/feedback/lift/revenue-lift";
import { formatMoney } from "~/lib/money";
import { formatCount, formatRate } from "./formats";

/** Describes a flow's effect in one or two sentences that claim no more than is known. */
export function liftWords(lift: Lift): string {
  switch (lift.kind) {
    case "no_holdout":
      return "Nobody has been left alone yet, so there is nothing to compare with.";
    case "not_enough_data": {
      const needed = roundUp(lift.peopleNeeded);
      return `Not enough data yet: about ${formatCount(needed)} more ${needed === 1 ? "person" : "people"} needed.`;
    }
    case "unbalanced":
      return `${formatCount(lift.holdout)} people were left alone where about ${formatCount(lift.expectedHoldout)} were to be. The groups cannot be compared until that is explained.`;
    case "measured":
      return `${formatRate(lift.treatedRate)} of those who got emails ordered, ${formatRate(lift.holdoutRate)} of those left alone. ${differenceWords(lift.low, lift.high)}`;
  }
}

function differenceWords(low: number, high: number): string {
  const per100 = (rate: number) => Math.abs(rate * 100).toFixed(1);
  if (low > 0) {
    return `The emails bring between ${per100(low)} and ${per100(high)} more buyers per 100 people.`;
  }
  if (high < 0) {
    return `The emails cost between ${per100(high)} and ${per100(low)} buyers per 100 people.`;
  }
  return `The difference lies between ${per100(low)} fewer and ${per100(high)} more buyers per 100 people: it may be chance.`;
}

/** A true 95% interval that is checked every day for half a year excludes 0 in a quarter of shops where emails have no effect. */
export const GRADE_CERTAINTY =
  "Each range holds the truth in 95 of 100 cases. Over many days of looking, one will show a difference that is chance: trust one that stays.";

/** Describes the revenue from emails. */
export function revenueWords(lift: RevenueLift, currency: string): string {
  const money = (minor: number) => formatMoney({ minor: Math.round(Math.abs(minor)), currency });
  switch (lift.kind) {
    case "no_holdout":
    case "unbalanced":
      return "cannot be measured.";
    case "not_enough_data": {
      const needed = roundUp(lift.peopleNeeded);
      return `not enough data yet, about ${formatCount(needed)} more ${needed === 1 ? "person" : "people"} needed.`;
    }
    case "measured": {
      const { incrementalMinor, lowMinor, highMinor, perPersonMinor } = lift;
      if (lowMinor > 0) {
        return `between ${money(lowMinor)} and ${money(highMinor)}, most likely about ${money(incrementalMinor)}, which is ${money(perPersonMinor)} for each person who was emailed.`;
      }
      if (highMinor < 0) {
        return `the emails cost between ${money(highMinor)} and ${money(lowMinor)} of revenue.`;
      }
      return `between ${money(lowMinor)} less and ${money(highMinor)} more: it may be chance.`;
    }
  }
}

/** Two significant digits, since it is an estimate: 18,432 becomes 19,000. */
function roundUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / step) * step;
}
