import type { Condition } from "../condition";
import { listConditions, type SegmentRule } from "../segment";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * When a shop is to be held against a rule again though nothing was told: within the hour where time
 * moves what is asked, else within the day, for what is changed without an event (a product's type).
 */
export function nextSweepAt(rule: SegmentRule, now: Date): Date {
  const isTimeDependent = listConditions(rule).some(({ condition }) => dependsOnTime(condition));
  return new Date(now.getTime() + (isTimeDependent ? HOUR_MS : DAY_MS));
}

function dependsOnTime(condition: Condition): boolean {
  if (condition.kind === "did" || condition.kind === "date") {
    return condition.window.kind === "last" || condition.window.kind === "before";
  }
  if (condition.kind === "prediction") return condition.predicted === "next_order_days";
  return condition.kind === "suppressed";
}
