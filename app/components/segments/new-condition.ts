import type { Condition } from "~/segments/condition";

interface Choice {
  readonly label: string;
  readonly help: string;
  readonly condition: Condition;
}

/** The conditions that a merchant can add, with their defaults. */
export const CONDITION_CHOICES: readonly Choice[] = [
  {
    label: "Something they did",
    help: "Orders, visits, views, carts, searches, emails and clicks",
    condition: {
      kind: "did",
      behavior: "ordered",
      window: { kind: "last", days: 30 },
      comparison: "at_least",
      times: 1,
    },
  },
  {
    label: "Orders and spend",
    help: "Number of orders, total, average, rhythm",
    condition: { kind: "number", number: "order_count", comparison: "at_least", value: 2 },
  },
  {
    label: "A date",
    help: "Of the first or last order, the last visit, or since when they are a customer",
    condition: { kind: "date", date: "last_order", window: { kind: "before", days: 90 } },
  },
  {
    label: "Consent to marketing",
    help: "Subscribed, unsubscribed and so on",
    condition: { kind: "consent", states: ["subscribed"] },
  },
  {
    label: "Has an email address",
    help: "Without one nothing can be sent",
    condition: { kind: "has_address" },
  },
  {
    label: "Suppressed address",
    help: "Must not be emailed, whatever the consent",
    condition: { kind: "suppressed", reasons: [] },
  },
  {
    label: "Taste for a product type",
    help: "Share of spend by type",
    condition: { kind: "affinity", types: [], share: 0.3 },
  },
  {
    label: "Taste for a price range",
    help: "Share of spend in the low, middle or high third",
    condition: { kind: "price_band", band: "high", share: 0.5 },
  },
  {
    label: "A prediction",
    help: "Next order, value, who stays away",
    condition: {
      kind: "prediction",
      predicted: "buy_30",
      comparison: "at_least",
      value: 0.3,
      grade: "C",
    },
  },
  {
    label: "Customer group",
    help: "Best, loyal, new, slipping away and others",
    condition: { kind: "group", keys: ["best"] },
  },
  {
    label: "What a flow noted",
    help: "By a flow's step “Note something”",
    condition: { kind: "flow_property", name: "", values: [] },
  },
  {
    label: "Country",
    help: "Two letters, such as GB",
    condition: { kind: "property", property: "country", values: [] },
  },
  {
    label: "Language",
    help: "Two letters, such as en",
    condition: { kind: "property", property: "language", values: [] },
  },
];

/** A condition on another segment; it needs an existing segment. */
export const belongsToSegment = (segmentId: string): Condition => ({ kind: "segment", segmentId });
