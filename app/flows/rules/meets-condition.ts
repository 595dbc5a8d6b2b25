import { matchesRule } from "~/segments/matches";
import type { ProfileCondition } from "../definition/condition";
import { DurationMs } from "../definition/duration";
import type { EnrollmentFacts } from "./enrollment-facts";

/** Whether a profile currently meets a condition. */
export function meetsCondition(
  condition: ProfileCondition,
  facts: EnrollmentFacts,
  now: Date,
): boolean {
  const { profile, object, predictionRanks: standing, activity } = facts;
  const isWithin = (at: Date | null, ms: number) =>
    at !== null && at.getTime() > now.getTime() - ms;
  const isAmong = (rank: number | null, topShare: number) => rank !== null && rank <= topShare;
  switch (condition.kind) {
    case "is_subscribed":
      return profile.marketingState === "subscribed";
    case "order_count":
      return (
        profile.orderCount >= condition.min &&
        (condition.max === null || profile.orderCount <= condition.max)
      );
    case "no_order_for":
      return !isWithin(profile.lastOrderAt, DurationMs.days(condition.days));
    case "ordered_within":
      return isWithin(profile.lastOrderAt, DurationMs.days(condition.days));
    case "total_at_least":
      return object !== null && "totalMinor" in object && object.totalMinor >= condition.minMinor;
    case "no_email_for":
      return !isWithin(activity.emailedAt, DurationMs.hours(condition.hours));
    case "likely_to_order":
      return isAmong(standing.intentRank, condition.topShare);
    case "valuable":
      return isAmong(standing.valueRank, condition.topShare);
    case "has_property":
      return profile.properties.get(condition.name) === condition.value;
    case "meets_rule":
      return facts.customer !== null && matchesRule(condition.rule, facts.customer, now);
  }
}

/** Whether a profile meets all conditions. */
export function meetsAllConditions(
  conditions: readonly ProfileCondition[],
  facts: EnrollmentFacts,
  now: Date,
): boolean {
  return conditions.every((condition) => meetsCondition(condition, facts, now));
}
