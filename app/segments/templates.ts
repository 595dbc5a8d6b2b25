import type { Condition, ConditionOf, Window } from "./condition";
import type { SegmentRule } from "./segment";

/** A segment template. */
export interface SegmentTemplate {
  readonly key: string;
  readonly name: string;
  /** What it finds and what it is for. */
  readonly about: string;
  readonly rule: SegmentRule;
}

const last = (days: number): Window => ({ kind: "last", days });

const did = (
  behavior: ConditionOf<"did">["behavior"],
  window: Window,
  comparison: "at_least" | "exactly" = "at_least",
  times = 1,
): Condition => ({ kind: "did", behavior, window, comparison, times });
const never = (behavior: ConditionOf<"did">["behavior"], window: Window) =>
  did(behavior, window, "exactly", 0);
const subscribed: Condition = { kind: "consent", states: ["subscribed"] };
const orders = (comparison: "at_least" | "exactly", value: number): Condition => ({
  kind: "number",
  number: "order_count",
  comparison,
  value,
});
const all = (...of: Condition[]): SegmentRule => ({ kind: "all", of });

/** The start of a segment without a template. */
export const BLANK_SEGMENT: Pick<SegmentTemplate, "name" | "rule"> = {
  name: "",
  rule: all(subscribed),
};

/** Segment templates, most common first. */
export const SEGMENT_TEMPLATES: readonly SegmentTemplate[] = [
  {
    key: "subscribers",
    name: "Can be emailed",
    about: "Subscribed, with an address that is not suppressed. A start for any campaign.",
    rule: {
      kind: "all",
      of: [
        subscribed,
        { kind: "has_address" },
        { kind: "none", of: [{ kind: "suppressed", reasons: [] }] },
      ],
    },
  },
  {
    key: "first_order",
    name: "Ordered once",
    about: "One order in the last 60 days. Who comes back a second time mostly stays.",
    rule: all(orders("exactly", 1), { kind: "date", date: "last_order", window: last(60) }),
  },
  {
    key: "regulars",
    name: "Regulars",
    about: "Three orders or more, the last one within half a year.",
    rule: all(orders("at_least", 3), { kind: "date", date: "last_order", window: last(182) }),
  },
  {
    key: "lapsing",
    name: "Not seen for a while",
    about: "Ordered twice or more, but not in the last 120 days.",
    rule: all(orders("at_least", 2), {
      kind: "date",
      date: "last_order",
      window: { kind: "before", days: 120 },
    }),
  },
  {
    key: "never_ordered",
    name: "Subscribed, never ordered",
    about: "Wants your news and has not bought yet.",
    rule: all(subscribed, orders("exactly", 0)),
  },
  {
    key: "abandoned",
    name: "Left a checkout",
    about: "Started a checkout in the last 14 days and ordered nothing since.",
    rule: all(did("started_checkout", last(14)), never("ordered", last(14))),
  },
  {
    key: "browsing",
    name: "Looks, does not buy",
    about: "Viewed products five times in 30 days without an order.",
    rule: all(did("viewed_product", last(30), "at_least", 5), never("ordered", last(30))),
  },
  {
    key: "in_cart",
    name: "Put something in the cart",
    about: "Added to the cart in the last 7 days without an order.",
    rule: all(did("added_to_cart", last(7)), never("ordered", last(7))),
  },
  {
    key: "clickers",
    name: "Clicks your emails",
    about: "A person, no machine, clicked at least twice in 90 days.",
    rule: all(subscribed, did("clicked_email", last(90), "at_least", 2)),
  },
  {
    key: "silent",
    name: "Does not react to email",
    about: "Got at least five emails in 180 days and clicked none: email them less.",
    rule: all(
      subscribed,
      did("got_email", last(180), "at_least", 5),
      never("clicked_email", last(180)),
    ),
  },
  {
    key: "likely",
    name: "Likely to order soon",
    about: "A chance of 30 % or more of an order within 30 days, from enough data to say so.",
    rule: all({
      kind: "prediction",
      predicted: "buy_30",
      comparison: "at_least",
      value: 0.3,
      grade: "C",
    }),
  },
  {
    key: "slipping",
    name: "Good customers slipping away",
    about: "Used to order often, and may not come back.",
    rule: all({ kind: "group", keys: ["slipping"] }),
  },
  {
    key: "anniversary",
    name: "First order a year ago",
    about: "First ordered at some time from 365 to 372 days ago: an occasion to write.",
    rule: {
      kind: "all",
      of: [
        { kind: "date", date: "first_order", window: last(372) },
        { kind: "date", date: "first_order", window: { kind: "before", days: 365 } },
      ],
    },
  },
  {
    key: "waiting",
    name: "Waits for a product",
    about: "Requested a product alert in the last 60 days and has not ordered since.",
    rule: all(did("requested_product_alert", last(60)), never("ordered", last(60))),
  },
];
