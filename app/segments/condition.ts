import { z } from "zod";
import { MarketingState } from "~/events/event";
import { GRADES } from "~/predictions/prediction";
import { PRICE_BANDS } from "~/profiles/profile";
import { SuppressionReason } from "~/profiles/suppression-reason";

/**
 * Text that a database can hold and that means the same there as here: it is compared as it
 * stands, letter by letter, with no regard to case or language.
 */
const Text = z
  .string()
  .min(1, "Must not be empty")
  .max(255, "Must be at most 255 characters")
  .refine(
    (text) => text.isWellFormed() && !text.includes("\0"),
    "Has characters that cannot be kept",
  );
const Texts = z.array(Text).min(1, "Choose at least one").max(50, "At most 50");
const Days = z
  .number()
  .int()
  .min(1, "Must be at least 1 day")
  .max(3650, "Must be at most 10 years");
const Instant = z.iso
  .datetime()
  .refine((at) => at >= "1970" && at < "2200", "Must be a date between 1970 and 2200");

/**
 * When something was. Days are of 24 hours, back from `now`. `last`: after (now − days) and not
 * after now. `before`: at (now − days) or earlier. `between`: from `from` on, and before `to`.
 * `ever`: at any instant, later than now too.
 */
export const Window = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ever") }),
  z.object({ kind: z.literal("last"), days: Days }),
  z.object({ kind: z.literal("before"), days: Days }),
  z
    .object({ kind: z.literal("between"), from: Instant, to: Instant })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), "Must end after it begins"),
]);
export type Window = z.infer<typeof Window>;

/** At least, at most or exactly. */
export const COMPARISONS = ["at_least", "at_most", "exactly"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What customers did that is counted, and what one is. */
export const BEHAVIORS = [
  /** An order that stands: no test, not cancelled, deleted or wholly refunded. At its placing. */
  "ordered",
  /** A checkout, whatever became of it. At its start. */
  "started_checkout",
  /** A stay in the storefront. At its start. */
  "visited",
  /** An opening of a product's page. At the start of its visit. */
  "viewed_product",
  /** A piece that went into the cart. At the start of its visit. */
  "added_to_cart",
  /** A search; the same one twice in a visit is one. At the start of its visit. */
  "searched",
  /** A mail of ours. When it was sent. */
  "got_mail",
  /** A mail of ours in which a person, no machine, clicked. At each click. */
  "clicked_mail",
  /** A confirmed wish for the shop's news. */
  "signed_up",
  /** A wish to be told of a variant. */
  "asked_to_be_told",
] as const;
export type Behavior = (typeof BEHAVIORS)[number];

/** Deeds of which nothing but the time is asked. */
export type TimedBehavior = "started_checkout" | "got_mail" | "signed_up" | "asked_to_be_told";

/** Deeds that the storefront's pixel tells: they are kept for a limited time. */
export const BROWSING_BEHAVIORS: readonly Behavior[] = [
  "visited",
  "viewed_product",
  "added_to_cart",
  "searched",
];
/** Deeds that are about products. */
export const PRODUCT_BEHAVIORS: readonly Behavior[] = [
  "ordered",
  "viewed_product",
  "added_to_cart",
];

/** Counts only what was about one of these products; of orders, those with such a line. */
export const ProductFilter = z.object({
  by: z.enum(["product", "type", "vendor"]),
  /** Ids of products, or the names of types or vendors. */
  values: Texts,
});
export type ProductFilter = z.infer<typeof ProductFilter>;

/** How often something was done in a window. Nobody did nothing: then it is 0 times. */
const BehaviorCondition = z
  .object({
    kind: z.literal("did"),
    deed: z.enum(BEHAVIORS),
    window: Window,
    comparison: z.enum(COMPARISONS),
    times: z.number().int().min(0).max(100_000),
    products: ProductFilter.optional(),
    /** Counts only searches with this in them; searches are kept in lower case. */
    query: Text.transform((query) => query.toLowerCase()).optional(),
  })
  .refine(
    ({ deed, products }) => products === undefined || PRODUCT_BEHAVIORS.includes(deed),
    "Only orders, views and carts are about products",
  )
  .refine(
    ({ deed, query }) => query === undefined || deed === "searched",
    "Only searches have words",
  );

/** A word about the customer. Languages are compared by what stands before the region: "en" has "en-GB". */
const Property = z.object({
  kind: z.literal("property"),
  property: z.enum(["country", "language"]),
  values: Texts,
});

/** What a flow has noted of the customer under a name, and noted last: one of these; with none named, anything. */
const FlowPropertyCondition = z.object({
  kind: z.literal("noted"),
  name: Text,
  values: z.array(Text).max(50),
});

/** When something about the customer was. One that never was is in no window. */
const DateCondition = z.object({
  kind: z.literal("date"),
  date: z.enum(["created", "first_order", "last_order", "last_seen"]),
  window: Window,
});

/**
 * A number that orders come to. Money is in minor units of the shop's currency, days count
 * between days with a purchase. What is not known (the average of no orders) meets nothing.
 */
const NumberCondition = z.object({
  kind: z.literal("number"),
  number: z.enum(["order_count", "net_spend", "average_order", "purchase_days", "median_gap_days"]),
  comparison: z.enum(COMPARISONS),
  value: z.number().min(0).max(Number.MAX_SAFE_INTEGER),
});

export const PREDICTED = [
  "buy_7",
  "buy_30",
  "buy_90",
  "churn",
  "value",
  "expected_orders",
  "next_order_days",
  "best_hour",
  "mails_per_28_days",
] as const;
export type Predicted = (typeof PREDICTED)[number];

/**
 * What is predicted, of those of whom enough is known. Rates in [0, 1], value in minor units,
 * days from `now` (below 0: overdue). Who has no such prediction meets nothing.
 */
const Prediction = z
  .object({
    kind: z.literal("prediction"),
    predicted: z.enum(PREDICTED),
    comparison: z.enum(["at_least", "at_most"]),
    value: z.number().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
    /** How good the data must be: this grade or a better one. */
    grade: z.enum(GRADES),
  })
  .refine(
    ({ predicted, value }) => predicted !== "next_order_days" || Math.abs(value) <= 3650,
    "Must be within 10 years",
  );

/** The customer group that was found by orders: predictions/models/group-prototypes.ts. */
const Group = z.object({ kind: z.literal("group"), keys: Texts });

const Share = z.number().min(0).max(1);
/** At least so much of what was spent went to one of these product types. */
const Affinity = z.object({ kind: z.literal("affinity"), types: Texts, share: Share });
/** At least so much of what was spent went to this third of the prices. */
const PriceBand = z.object({
  kind: z.literal("price_band"),
  band: z.enum(PRICE_BANDS),
  share: Share,
});

const Consent = z.object({
  kind: z.literal("consent"),
  states: z.array(MarketingState).min(1, "Choose at least one"),
});
/** Suppressed at `now` for one of these reasons; with none named, for any. */
const Suppressed = z.object({
  kind: z.literal("suppressed"),
  reasons: z.array(SuppressionReason),
});
/** An address is known. */
const HasAddress = z.object({ kind: z.literal("has_address") });
/** Is a member of another segment, as it stood when that was last brought up to date. */
const InSegment = z.object({ kind: z.literal("segment"), segmentId: Text });

/** One question about a customer, answered yes or no: what is unknown is a no. */
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

/** Whether what is counted is in the profile: all orders that stand, whenever they were. */
export const usesOrderCount = ({ deed, window, products }: ConditionOf<"did">) =>
  deed === "ordered" && window.kind === "ever" && products === undefined;
