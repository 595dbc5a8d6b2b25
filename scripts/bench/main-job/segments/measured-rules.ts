import type { Condition, ConditionOf, Window } from "~/segments/condition";
import type { SegmentRule } from "~/segments/segment";

const last = (days: number): Window => ({ kind: "last", days });
const did = (
  behavior: ConditionOf<"did">["behavior"],
  window: Window,
  comparison: "at_least" | "exactly" = "at_least",
  times = 1,
): ConditionOf<"did"> => ({ kind: "did", behavior, window, comparison, times });
const subscribed: Condition = { kind: "consent", states: ["subscribed"] };
const all = (...of: SegmentRule["of"][number][]): SegmentRule => ({ kind: "all", of });

const clicked = did("clicked_email", last(90));
const viewed = did("viewed_product", last(30), "at_least", 2);
const boughtType = {
  ...did("ordered", last(180)),
  where: [{ by: "type" as const, values: ["Type 3", "Type 7"] }],
};

/** Rules from the cheapest to the most expensive. */
export const MEASURED_RULES: Readonly<Record<string, SegmentRule>> = {
  "consent, country and orders": all(
    subscribed,
    { kind: "property", property: "country", values: ["GB", "DE"] },
    { kind: "number", number: "order_count", comparison: "at_least", value: 2 },
  ),
  "a prediction": all({
    kind: "prediction",
    predicted: "buy_30",
    comparison: "at_least",
    value: 0.5,
    grade: "C",
  }),
  "an order of a type within 180 days": all(boughtType),
  "two views within 30 days, and no order": all(viewed, did("ordered", last(30), "exactly", 0)),
  "three emails within 180 days, none clicked": all(
    did("got_email", last(180), "at_least", 3),
    did("clicked_email", last(180), "exactly", 0),
  ),
  "all of these at once, nested": {
    kind: "any",
    of: [
      all(subscribed, clicked, { kind: "none", of: [boughtType] }),
      all(viewed, did("got_email", last(90), "at_least", 2)),
      { kind: "none", of: [did("ordered", { kind: "ever" })] },
    ],
  },
};
