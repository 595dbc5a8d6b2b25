import type { Condition } from "../condition";
import { listConditions, type SegmentRule } from "../segment";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * When to evaluate a rule again without events: within an hour if it depends on
 * time, else within a day, for changes without an event (such as a product type).
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
