import type { Condition } from "./condition";
import type { SegmentRule } from "./segment";

const subscribersWith = (...conditions: Condition[]): SegmentRule => ({
  kind: "all",
  of: [{ kind: "consent", states: ["subscribed"] }, ...conditions],
});
const prediction = (
  predicted: "next_order_days" | "buy_30",
  comparison: "at_least" | "at_most",
  value: number,
): Condition => ({ kind: "prediction", predicted, comparison, value, grade: "C" });

/** Subscribed customers to email because of a prediction. */
export const AUDIENCE_RULES = {
  /** They used to order often, and order less: the group "slipping" of the predictions. */
  lapsing: subscribersWith({ kind: "group", keys: ["slipping"] }),
  /** Their next order is expected within two weeks, or was expected lately. */
  due: subscribersWith(
    prediction("next_order_days", "at_least", -14),
    prediction("next_order_days", "at_most", 14),
  ),
  likely: subscribersWith(prediction("buy_30", "at_least", 0.3)),
  best: subscribersWith({ kind: "group", keys: ["best"] }),
} as const satisfies Readonly<Record<string, SegmentRule>>;

export type SuggestedAudience = keyof typeof AUDIENCE_RULES;
export const SUGGESTED_AUDIENCES = Object.keys(AUDIENCE_RULES) as [
  SuggestedAudience,
  ...SuggestedAudience[],
];
