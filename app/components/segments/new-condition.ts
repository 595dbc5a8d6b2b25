import type { Condition } from "~/segments/condition";

/** The conditions that a merchant can add, with their defaults. */
export const CONDITION_CHOICES: readonly Condition[] = [
  {
    kind: "did",
    behavior: "ordered",
    window: { kind: "last", days: 30 },
    comparison: "at_least",
    times: 1,
  },
  { kind: "number", number: "order_count", comparison: "at_least", value: 2 },
  { kind: "date", date: "last_order", window: { kind: "before", days: 90 } },
  { kind: "consent", states: ["subscribed"] },
  { kind: "has_address" },
  { kind: "suppressed", reasons: [] },
  { kind: "affinity", types: [], share: 0.3 },
  { kind: "price_band", band: "high", share: 0.5 },
  {
    kind: "prediction",
    predicted: "buy_30",
    comparison: "at_least",
    value: 0.3,
    grade: "C",
  },
  { kind: "group", keys: ["best"] },
  { kind: "flow_property", name: "", values: [] },
  { kind: "property", property: "country", values: [] },
  { kind: "property", property: "language", values: [] },
];

/** A condition on another segment; it needs an existing segment. */
export const belongsToSegment = (segmentId: string): Condition => ({ kind: "segment", segmentId });
