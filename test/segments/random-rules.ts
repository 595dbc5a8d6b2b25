import { PREDICTED } from "~/predictions/predicted-values";
import fc from "fast-check";
import { MarketingState } from "~/events/event";
import { GRADES } from "~/predictions/prediction";
import { PRICE_BANDS } from "~/profiles/profile";
import { SuppressionReason } from "~/profiles/suppression-reason";
import {
  COMPARISONS,
  BEHAVIORS,
  CUSTOMER_PROPERTIES,
  FILTERS_BY_BEHAVIOR,
  type BehaviorFilter,
  type Condition,
  type FilterName,
  type Window,
} from "~/segments/condition";
import { GROUP_KINDS, type RuleNode, type SegmentRule } from "~/segments/segment";
import { daysAgo } from "../support/builders";
import {
  CAMPAIGNS,
  CHANNELS,
  UTM_TAGS,
  CITIES,
  CODES,
  COLLECTIONS,
  COUNTRIES,
  EVENT_NAMES,
  EXACT_DAYS,
  FLOWS,
  LOCALES,
  NOTES,
  PRODUCTS,
  QUERIES,
  REGIONS,
  SEGMENTS,
  TAGS,
  VARIANTS,
  PROPERTY_TEXTS,
  WORDS,
} from "./hostile-values";

const some = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const days = fc.constantFrom(...EXACT_DAYS, 7, 400);
const comparison = fc.constantFrom(...COMPARISONS);

const window: fc.Arbitrary<Window> = fc.oneof(
  fc.constant({ kind: "ever" } as const),
  fc.record({ kind: fc.constant("last" as const), days }),
  fc.record({ kind: fc.constant("before" as const), days }),
  fc.tuple(days, fc.integer({ min: 1, max: 60 })).map(([from, length]) => ({
    kind: "between" as const,
    from: daysAgo(from).toISOString(),
    to: daysAgo(from - length).toISOString(),
  })),
);

const NAMED: Readonly<Partial<Record<FilterName, readonly string[]>>> = {
  product: PRODUCTS.map(({ id }) => id),
  variant: VARIANTS,
  type: WORDS,
  vendor: WORDS,
  product_tag: [...WORDS, "Common"],
  collection: COLLECTIONS,
  discount_code: CODES,
  channel: CHANNELS,
  utm_source: UTM_TAGS,
  utm_medium: UTM_TAGS,
  utm_campaign: UTM_TAGS,
  flow: FLOWS,
  campaign: CAMPAIGNS,
  event_name: EVENT_NAMES,
};

function filter(by: FilterName): fc.Arbitrary<BehaviorFilter> {
  switch (by) {
    case "order_value":
    case "items":
      return fc.record({
        by: fc.constant(by),
        comparison,
        value: fc.constantFrom(0, 1, 2, 2.5, 500, 1000, 2 ** 53 - 1),
      });
    case "query":
      return fc.record({ by: fc.constant(by), text: fc.constantFrom(...QUERIES, "e", "'") });
    case "no_discount_code":
      return fc.record({ by: fc.constant(by) });
    case "discount_code":
      return fc.record({
        by: fc.constant(by),
        values: fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 2 }),
      });
    case "product":
    case "variant":
    case "type":
    case "vendor":
    case "collection":
    case "product_tag":
    case "channel":
    case "utm_source":
    case "utm_medium":
    case "utm_campaign":
    case "flow":
    case "campaign":
    case "event_name":
      return fc.record({ by: fc.constant(by), values: some(NAMED[by] ?? []) });
  }
}

const did: fc.Arbitrary<Condition> = fc
  .record({
    // Orders have most filters.
    behavior: fc.constantFrom("ordered", "ordered", "ordered", "ordered", ...BEHAVIORS),
    window,
    comparison,
    times: fc.constantFrom(0, 1, 2, 3, 100_000),
  })
  .chain((condition) => {
    const filters = FILTERS_BY_BEHAVIOR[condition.behavior];
    const where: fc.Arbitrary<BehaviorFilter[]> =
      filters.length === 0
        ? fc.constant([])
        : fc.array(fc.constantFrom(...filters).chain(filter), { maxLength: 3 });
    return where.map((chosen) => ({
      kind: "did" as const,
      ...condition,
      ...(chosen.length > 0 && { where: chosen }),
    }));
  });

const PROPERTY_VALUES: Readonly<Record<(typeof CUSTOMER_PROPERTIES)[number], readonly string[]>> = {
  tag: TAGS,
  country: COUNTRIES,
  region: REGIONS,
  city: CITIES,
  language: [...LOCALES, "en", "zh"],
};

const condition: fc.Arbitrary<Condition> = fc.oneof(
  { arbitrary: did, weight: 5 },
  fc.constantFrom(...CUSTOMER_PROPERTIES).chain((property) =>
    fc.record({
      kind: fc.constant("property" as const),
      property: fc.constant(property),
      values: some(PROPERTY_VALUES[property]),
    }),
  ),
  fc.record({
    kind: fc.constant("flow_property" as const),
    name: fc.constantFrom(...NOTES, "never"),
    values: fc.uniqueArray(fc.constantFrom(...WORDS, ...PROPERTY_TEXTS), { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant("flow_property" as const),
    name: fc.constantFrom(...NOTES, "never"),
    values: fc.constant<string[]>([]),
    as: fc.oneof(
      fc.record({
        kind: fc.constant("number" as const),
        comparison: fc.constantFrom(...COMPARISONS),
        value: fc.constantFrom(-1, -0.5, 0.1, 7, 8, Number.MAX_SAFE_INTEGER),
      }),
      fc.record({ kind: fc.constant("date" as const), window }),
    ),
  }),
  fc.record({
    kind: fc.constant("date" as const),
    date: fc.constantFrom("created", "first_order", "last_order", "last_seen"),
    window,
  }),
  fc.record({
    kind: fc.constant("number" as const),
    number: fc.constantFrom(
      "order_count",
      "net_spend",
      "average_order",
      "purchase_days",
      "median_gap_days",
    ),
    comparison,
    value: fc.constantFrom(0, 1, 2, 2.5, 2400, 2 ** 53 - 1),
  }),
  fc
    .record({
      kind: fc.constant("prediction" as const),
      predicted: fc.constantFrom(...PREDICTED),
      comparison: fc.constantFrom("at_least", "at_most"),
      value: fc.constantFrom(-3, 0, 0.1, 0.3, 1 / 3, 5, 12, 2 ** 53 - 1),
      grade: fc.constantFrom(...GRADES),
    })
    .filter(({ predicted, value }) => predicted !== "next_order_days" || value < 3650),
  fc.record({ kind: fc.constant("group" as const), keys: some(["best", "lapsed", "it's"]) }),
  fc.record({
    kind: fc.constant("affinity" as const),
    types: some(WORDS),
    share: fc.constantFrom(0, 0.1, 0.3, 0.333333, 1),
  }),
  fc.record({
    kind: fc.constant("price_band" as const),
    band: fc.constantFrom(...PRICE_BANDS),
    share: fc.constantFrom(0, 0.1, 0.5, 1),
  }),
  fc.record({
    kind: fc.constant("consent" as const),
    states: fc.uniqueArray(fc.constantFrom(...MarketingState.options), { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constant("suppressed" as const),
    reasons: fc.uniqueArray(fc.constantFrom(...SuppressionReason.options), { maxLength: 2 }),
  }),
  fc.constant({ kind: "has_address" } as const),
  fc.record({ kind: fc.constant("segment" as const), segmentId: fc.constantFrom(...SEGMENTS) }),
);

function group(depth: number): fc.Arbitrary<SegmentRule> {
  const node: fc.Arbitrary<RuleNode> =
    depth === 1 ? condition : fc.oneof({ arbitrary: condition, weight: 2 }, group(depth - 1));
  return fc.record({
    kind: fc.constantFrom(...GROUP_KINDS),
    of: fc.array(node, { minLength: 1, maxLength: 3 }),
  });
}

/** Rules over the data of `hostile-shop.ts`, up to four groups deep. */
export const rules: fc.Arbitrary<SegmentRule> = fc.oneof(group(1), group(2), group(4));
