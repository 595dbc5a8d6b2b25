import { z } from "zod";
import { MarketingState } from "~/events/event";
import { PREDICTED, unitOf } from "~/predictions/predicted-values";
import { GRADES } from "~/predictions/prediction";
import { PRICE_BANDS } from "~/profiles/profile";
import { SuppressionReason } from "~/profiles/suppression-reason";
import { invalidAs } from "./rule-problem";

/**
 * Text that a database can store and compare identically: compared
 * character by character, case-sensitive and independent of language.
 */
const Text = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => text.isWellFormed() && !text.includes("\0"), invalidAs("unsupported_text"));
const Texts = z.array(Text).min(1).max(50);
const Days = z.number().int().min(1).max(3650);
const Instant = z.iso
  .datetime()
  .refine((at) => at >= "1970" && at < "2200", invalidAs("date_range"));

/**
 * A time window. Days have 24 hours and count back from `now`. `last`: after (now − days) and not
 * after now. `before`: at (now − days) or earlier. `between`: from `from` on, and before `to`.
 * `ever`: at any instant, including the future.
 */
export const Window = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ever") }),
  z.object({ kind: z.literal("last"), days: Days }),
  z.object({ kind: z.literal("before"), days: Days }),
  z
    .object({ kind: z.literal("between"), from: Instant, to: Instant })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), invalidAs("window_order")),
]);
export type Window = z.infer<typeof Window>;

/** At least, at most or exactly. */
export const COMPARISONS = ["at_least", "at_most", "exactly"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Customer behaviors that can be counted, and what counts as one. */
export const BEHAVIORS = [
  /** A valid order: not a test, canceled, deleted or fully refunded. At the time it was placed. */
  "ordered",
  /** A checkout with any outcome. At its start. */
  "started_checkout",
  /** A storefront visit. At its start. */
  "visited",
  /** A product page view. At the start of its visit. */
  "viewed_product",
  /** A unit added to the cart. At the start of its visit. */
  "added_to_cart",
  /** A search; repeats within a visit count once. At the start of its visit. */
  "searched",
  /** An email from us. At the time it was sent. */
  "got_email",
  /** An email with a human click. At each click. */
  "clicked_email",
  /** An email with a human open, of customers who allow tracking opens. At each open. */
  "opened_email",
  /** A confirmed newsletter sign-up. */
  "signed_up",
  /** A back-in-stock request for a variant. */
  "requested_product_alert",
  /** A custom event that the API received. At the time it occurred. */
  "custom_event",
] as const;
export type Behavior = (typeof BEHAVIORS)[number];

/** Behaviors of which only the time matters. */
export type TimedBehavior = "started_checkout" | "signed_up" | "requested_product_alert";
/** Behaviors toward an email. */
export type EmailBehavior = "got_email" | "clicked_email" | "opened_email";

/** Behaviors reported by the storefront pixel, which are stored for a limited time. */
export const BROWSING_BEHAVIORS: readonly Behavior[] = [
  "visited",
  "viewed_product",
  "added_to_cart",
  "searched",
];

/** Filters of a behavior: what it must be about. */
export const FILTERS = [
  "product",
  "variant",
  "type",
  "vendor",
  "collection",
  "product_tag",
  "order_value",
  "items",
  "discount_code",
  "no_discount_code",
  "channel",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "flow",
  "campaign",
  "query",
  "event_name",
] as const;
export type FilterName = (typeof FILTERS)[number];

const ABOUT_PRODUCT = ["product", "type", "vendor", "collection", "product_tag"] as const;
/** One of these products, or of products with one of these attributes. */
const PRODUCT_FILTERS = [...ABOUT_PRODUCT, "variant"] as const;
type ProductFilterName = (typeof PRODUCT_FILTERS)[number];
/** Tags of the link that led to the visit of an order. */
const UTM_FILTERS = ["utm_source", "utm_medium", "utm_campaign"] as const;
const ABOUT_ORDER = [
  "order_value",
  "items",
  "discount_code",
  "no_discount_code",
  "channel",
  ...UTM_FILTERS,
] as const;
const ABOUT_EMAIL = ["flow", "campaign"] as const;

/** The filters that each behavior can have. */
export const FILTERS_BY_BEHAVIOR: Readonly<Record<Behavior, readonly FilterName[]>> = {
  ordered: [...PRODUCT_FILTERS, ...ABOUT_ORDER],
  started_checkout: [],
  visited: [],
  viewed_product: ABOUT_PRODUCT,
  added_to_cart: ABOUT_PRODUCT,
  searched: ["query"],
  got_email: ABOUT_EMAIL,
  clicked_email: ABOUT_EMAIL,
  opened_email: ABOUT_EMAIL,
  signed_up: [],
  requested_product_alert: [],
  custom_event: ["event_name"],
};

/** A filter of a behavior. With several, one behavior must meet all; of an order, one line all those on products. */
export const BehaviorFilter = z.discriminatedUnion("by", [
  /** Ids of products, variants and collections, or names of types, vendors and tags. */
  z.object({ by: z.enum(PRODUCT_FILTERS), values: Texts }),
  /** The order's value after refunds in minor units of the shop's currency, or its number of units. */
  z.object({
    by: z.enum(["order_value", "items"]),
    comparison: z.enum(COMPARISONS),
    value: z.number().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
  /** Codes in upper case; an empty list matches any code. */
  z.object({
    by: z.literal("discount_code"),
    values: z.array(Text.transform((code) => code.toUpperCase())).max(50),
  }),
  /** Orders without any code. */
  z.object({ by: z.literal("no_discount_code") }),
  /** Shopify's name of the sales channel, such as "web" or "pos". */
  z.object({ by: z.literal("channel"), values: Texts }),
  z.object({ by: z.enum(UTM_FILTERS), values: Texts }),
  /** Names of custom events. */
  z.object({ by: z.literal("event_name"), values: Texts }),
  /** Ids of the flows or campaigns that sent the email. */
  z.object({ by: z.enum(["flow", "campaign"]), values: Texts }),
  /** Counts only searches that contain this; searches are stored in lower case. */
  z.object({
    by: z.literal("query"),
    text: Text.transform((query) => query.toLowerCase()),
  }),
]);
export type BehaviorFilter = z.infer<typeof BehaviorFilter>;
export type ProductFilter = Extract<BehaviorFilter, { readonly by: ProductFilterName }>;

export const isProductFilter = (filter: BehaviorFilter): filter is ProductFilter =>
  (PRODUCT_FILTERS as readonly string[]).includes(filter.by);

export const MAX_FILTERS = 5;

/** How often a behavior occurred in a window; 0 times if never. */
const BehaviorCondition = z
  .object({
    kind: z.literal("did"),
    behavior: z.enum(BEHAVIORS),
    window: Window,
    comparison: z.enum(COMPARISONS),
    times: z.number().int().min(0).max(100_000),
    where: z.array(BehaviorFilter).max(MAX_FILTERS).optional(),
  })
  .refine(
    ({ behavior, where = [] }) =>
      where.every(({ by }) => FILTERS_BY_BEHAVIOR[behavior].includes(by)),
    invalidAs("unreadable"),
  );

export const CUSTOMER_PROPERTIES = ["tag", "country", "region", "city", "language"] as const;

/**
 * A customer property is, or a list of them has, one of these values. Languages are compared
 * without the region: "en" matches "en-GB". A city is a key: `keyring.cityKey`.
 */
const Property = z.object({
  kind: z.literal("property"),
  property: z.enum(CUSTOMER_PROPERTIES),
  values: Texts,
  /** Names of cities by key, as the merchant chose them. */
  labels: z.record(Text, Text).optional(),
});

/**
 * The latest value of a property that a flow, the API, an import or a followed metafield set. It is, or one of its lines
 * is, one of the values; an empty list matches any value. With `as`, it is read as a number or a date instead, and a
 * value that cannot be read so meets no condition: `property-value.ts`.
 */
const FlowPropertyCondition = z.object({
  kind: z.literal("flow_property"),
  name: Text,
  values: z.array(Text).max(50),
  as: z
    .discriminatedUnion("kind", [
      z.object({
        kind: z.literal("number"),
        comparison: z.enum(COMPARISONS),
        value: z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
      }),
      z.object({ kind: z.literal("date"), window: Window }),
    ])
    .optional(),
});

export const CUSTOMER_DATES = ["created", "first_order", "last_order", "last_seen"] as const;

/** A date of the customer. A missing date is in no window. */
const DateCondition = z.object({
  kind: z.literal("date"),
  date: z.enum(CUSTOMER_DATES),
  window: Window,
});

export const ORDER_NUMBERS = [
  "order_count",
  "net_spend",
  "average_order",
  "purchase_days",
  "median_gap_days",
] as const;

/**
 * A number from order history. Money is in minor units of the shop's currency, days count
 * between purchase days. An unknown number (the average without orders) meets no condition.
 */
const NumberCondition = z.object({
  kind: z.literal("number"),
  number: z.enum(ORDER_NUMBERS),
  comparison: z.enum(COMPARISONS),
  value: z.number().min(0).max(Number.MAX_SAFE_INTEGER),
});

export const PREDICTION_COMPARISONS = ["at_least", "at_most"] as const;

/**
 * A prediction, where the data suffices. Rates in [0, 1], value in minor units,
 * days from `now` (negative: overdue). A customer without the prediction meets no condition.
 */
const Prediction = z
  .object({
    kind: z.literal("prediction"),
    predicted: z.enum(PREDICTED),
    comparison: z.enum(PREDICTION_COMPARISONS),
    value: z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
    /** The minimum data grade. */
    grade: z.enum(GRADES),
  })
  .refine(
    ({ predicted, value }) => unitOf(predicted) !== "instant" || Math.abs(value) <= 3650,
    invalidAs("unreadable"),
  );

/** The customer group by order history: predictions/group-prototypes.ts. */
const Group = z.object({ kind: z.literal("group"), keys: Texts });

const Share = z.number().min(0).max(1);
/** Minimum share of spend on one of these product types. */
const Affinity = z.object({ kind: z.literal("affinity"), types: Texts, share: Share });
/** Minimum share of spend in this price tercile. */
const PriceBand = z.object({
  kind: z.literal("price_band"),
  band: z.enum(PRICE_BANDS),
  share: Share,
});

const Consent = z.object({
  kind: z.literal("consent"),
  states: z.array(MarketingState).min(1),
});
/** Suppressed at `now` for one of these reasons; an empty list matches any reason. */
const Suppressed = z.object({
  kind: z.literal("suppressed"),
  reasons: z.array(SuppressionReason),
});
/** The email address is known. */
const HasAddress = z.object({ kind: z.literal("has_address") });
/** Member of another segment as of its last update. */
const InSegment = z.object({ kind: z.literal("segment"), segmentId: Text });

/** A yes-or-no condition on a customer; unknown counts as no. */
export const Condition = z.discriminatedUnion("kind", [
  BehaviorCondition,
  Property,
  FlowPropertyCondition,
  DateCondition,
  NumberCondition,
  Prediction,
  Group,
  Affinity,
  PriceBand,
  Consent,
  Suppressed,
  HasAddress,
  InSegment,
]);
export type Condition = z.infer<typeof Condition>;

/** A condition of one kind. */
export type ConditionOf<K extends Condition["kind"]> = Extract<Condition, { readonly kind: K }>;

/** Whether the count is stored in the profile: all valid orders at any time. */
export const usesOrderCount = ({ behavior, window, where = [] }: ConditionOf<"did">) =>
  behavior === "ordered" && window.kind === "ever" && where.length === 0;
