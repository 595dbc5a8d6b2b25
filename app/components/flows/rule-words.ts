import type { SplitCondition } from "~/flows/definition/condition";
import { describeRule } from "~/segments/words/describe-rule";
import type { FlowWords } from "./flow-words";

/** "Ordered in the last 30 days" */
export function conditionWords(condition: SplitCondition, words: FlowWords): string {
  const { text, format } = words;
  switch (condition.kind) {
    case "is_subscribed":
    case "has_clicked":
    case "sold_out":
    case "is_high_priced":
      return text(`conditionKind.${condition.kind}`);
    case "order_count": {
      const { min, max } = condition;
      if (max === null) return text("condition.orders_min", { min });
      return min === max
        ? text("condition.orders_exactly", { min })
        : text("condition.orders_range", { min, max });
    }
    case "no_order_for":
    case "ordered_within":
      return text(`condition.${condition.kind}`, { days: condition.days });
    case "total_at_least":
      return text("condition.total_at_least", {
        amount: format.money({ minor: condition.minMinor, currency: words.names.currency }),
      });
    case "no_email_for":
      return text("condition.no_email_for", { time: format.hours(condition.hours) });
    case "likely_to_order":
    case "valuable":
      return text(`condition.${condition.kind}`, { share: format.rate(condition.topShare) });
    case "has_property":
      return text("condition.has_property", { name: condition.name, value: condition.value });
    case "meets_rule":
      return describeRule(condition.rule, words.rules);
  }
}
