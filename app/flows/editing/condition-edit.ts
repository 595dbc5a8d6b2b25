import type { SplitCondition } from "~/flows/definition/condition";
import type { ConditionEdit } from "./condition-from";

/** Form values of a condition. */
export function conditionEditOf(condition: SplitCondition): ConditionEdit {
  switch (condition.kind) {
    case "is_subscribed":
    case "has_clicked":
    case "sold_out":
    case "is_high_priced":
      return { kind: condition.kind };
    case "order_count":
      return {
        kind: "order_count",
        min: String(condition.min),
        max: condition.max === null ? "" : String(condition.max),
      };
    case "no_order_for":
    case "ordered_within":
      return { kind: condition.kind, days: String(condition.days) };
    case "no_email_for":
      return { kind: condition.kind, hours: String(condition.hours) };
    case "likely_to_order":
    case "valuable":
      return {
        kind: condition.kind,
        percent: String(Number((condition.topShare * 100).toFixed(4))),
      };
    case "has_property":
      return { kind: condition.kind, name: condition.name, value: condition.value };
    case "meets_rule": {
      const { rule } = condition;
      const [only, ...more] = rule.kind === "all" ? rule.of : [];
      return only?.kind === "segment" && more.length === 0
        ? { kind: "in_segment", segmentId: only.segmentId }
        : { kind: "kept" };
    }
  }
}
