import type { Condition, ConditionOf, Window } from "./condition";
import type { SegmentRule } from "./segment";

/** A segment template; its name and purpose are in the catalog. */
interface SegmentTemplate {
  readonly key: string;
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

/** The first condition of a new segment or group. */
export const FIRST_CONDITION: Condition = did("ordered", last(30));

/** The start of a segment without a template. */
export const BLANK_RULE: SegmentRule = all(FIRST_CONDITION);

/** Segment templates, most common first. */
export const SEGMENT_TEMPLATES = [
  {
    key: "subscribers",
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
    rule: all(orders("exactly", 1), { kind: "date", date: "last_order", window: last(60) }),
  },
  {
    key: "regulars",
    rule: all(orders("at_least", 3), { kind: "date", date: "last_order", window: last(182) }),
  },
  {
    key: "lapsing",
    rule: all(orders("at_least", 2), {
      kind: "date",
      date: "last_order",
      window: { kind: "before", days: 120 },
    }),
  },
  {
    key: "never_ordered",
    rule: all(subscribed, orders("exactly", 0)),
  },
  {
    key: "abandoned",
    rule: all(did("started_checkout", last(14)), never("ordered", last(14))),
  },
  {
    key: "browsing",
    rule: all(did("viewed_product", last(30), "at_least", 5), never("ordered", last(30))),
  },
  {
    key: "in_cart",
    rule: all(did("added_to_cart", last(7)), never("ordered", last(7))),
  },
  {
    key: "clickers",
    rule: all(subscribed, did("clicked_email", last(90), "at_least", 2)),
  },
  {
    key: "silent",
    rule: all(
      subscribed,
      did("got_email", last(180), "at_least", 5),
      never("clicked_email", last(180)),
    ),
  },
  {
    key: "likely",
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
    rule: all({ kind: "group", keys: ["slipping"] }),
  },
  {
    key: "anniversary",
    rule: {
      kind: "all",
      of: [
        { kind: "date", date: "first_order", window: last(372) },
        { kind: "date", date: "first_order", window: { kind: "before", days: 365 } },
      ],
    },
  },
  {
    key: "only_discounts",
    rule: all(
      {
        ...{ kind: "did", behavior: "ordered", window: last(365) },
        ...{ comparison: "at_least", times: 3, where: [{ by: "discount_code", values: [] }] },
      },
      {
        ...{ kind: "did", behavior: "ordered", window: last(365) },
        ...{ comparison: "exactly", times: 0, where: [{ by: "no_discount_code" }] },
      },
    ),
  },
  {
    key: "waiting",
    rule: all(did("requested_product_alert", last(60)), never("ordered", last(60))),
  },
] as const satisfies readonly SegmentTemplate[];
