import { z } from "zod";

const ProductId = z.string().min(1);
const Count = z.number().int().nonnegative();

/** Minimum share of a product's buyers for "often". */
export const OFTEN_SHARE = 0.1;

/** A product that explains a pick, with exact customer counts. */
const Antecedent = z.object({
  productId: ProductId,
  /** Its title at the time; `null` when the catalog no longer had it. */
  title: z.string().nullable(),
  /** Customers who bought both; for `chosen_next`, those who bought the pick in a later order. */
  sharedBuyers: Count,
  /** `sharedBuyers` as a share of all customers who bought `productId`, in [0, 1]. */
  share: z.number().min(0).max(1),
});

/** Why a product was picked: the largest part of its score, in numbers that can be checked. */
export const Reason = z.discriminatedUnion("kind", [
  Antecedent.extend({ kind: z.literal("goes_with") }),
  Antecedent.extend({ kind: z.literal("because_you_bought") }),
  Antecedent.extend({ kind: z.literal("chosen_next") }),
  /** An association rule: both were in that many orders, of three customers or more. */
  z.object({
    kind: z.literal("bought_together"),
    productId: ProductId,
    title: z.string().nullable(),
    orders: Count,
  }),
  z.object({ kind: z.literal("popular"), buyers: Count, windowDays: Count }),
  z.object({
    kind: z.literal("popular_in_type"),
    productType: z.string().min(1),
    buyers: Count,
    windowDays: Count,
  }),
  z.object({ kind: z.literal("newest") }),
  /** Exploration: a product with few recent buyers. */
  z.object({ kind: z.literal("discovery"), productType: z.string() }),
  /** Similar in text, price and vendor, not by buyers. */
  z.object({
    kind: z.literal("similar"),
    productId: ProductId,
    title: z.string().nullable(),
  }),
  /** The profile viewed, carted or clicked the other product. */
  z.object({
    kind: z.literal("because_you_looked_at"),
    productId: ProductId,
    title: z.string().nullable(),
  }),
  /** Customers looked at both in one visit: three or more, as for the next one. */
  z.object({
    kind: z.literal("viewed_together"),
    productId: ProductId,
    title: z.string().nullable(),
  }),
  /** Customers who looked at the other product bought this one soon after. */
  z.object({
    kind: z.literal("bought_after_view"),
    productId: ProductId,
    title: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("bought_before"),
    orders: Count,
    /** The share of its buyers who bought it again, in [0, 1]. */
    againRate: z.number().min(0).max(1),
    /** Days since the customer last bought it; `null` for reasons of earlier versions. */
    lastDays: z.number().nonnegative().nullable().default(null),
    /** Days after which its customers usually buy it again; `null` if too few did. */
    usualDays: z.number().nonnegative().nullable().default(null),
  }),
  /** Pinned by the merchant. */
  z.object({ kind: z.literal("pinned") }),
]);
export type Reason = z.infer<typeof Reason>;

/** The reason with the current title of its product, if it has one. */
export function withCurrentTitle(reason: Reason, titles: ReadonlyMap<string, string>): Reason {
  if (!("productId" in reason)) return reason;
  return { ...reason, title: titles.get(reason.productId) ?? reason.title };
}

/** Source of a part of a score: a model of the shop, or the merchant. */
export const ScoreSource = z.enum([
  "item_knn",
  "rp3_beta",
  "ease",
  "next_order",
  "transitions",
  "user_knn",
  "up_cf",
  "similar_customers",
  "bought_together",
  "viewed_together",
  "bought_after_view",
  "bought_after_cart",
  "content",
  "session_knn",
  "viewed_next",
  "views",
  "viewed_before",
  "popularity",
  "trend",
  "long_term",
  "own_frequency",
  "own_recency",
  "repeat_rate",
  "catalog",
  "merchant",
]);
export type ScoreSource = z.infer<typeof ScoreSource>;

/** One source's part in a score. */
export const ScorePart = z.object({ source: ScoreSource, score: z.number() });
export type ScorePart = z.infer<typeof ScorePart>;

export const Recommendation = z.object({
  productId: ProductId,
  /** Higher is better; comparable only within one list. */
  score: z.number(),
  /** Summed in order they equal the score exactly. */
  parts: z.array(ScorePart).default([]),
  reason: Reason,
  /** The source of the reason. */
  modelKind: ScoreSource,
  /** The version of the shop's model row; `null` for `catalog` and `merchant`. */
  modelVersion: z.number().int().nullable(),
  /** The probability of this placement, in (0, 1]; below 1 for exploration. */
  propensity: z.number().positive().max(1).default(1),
});
export type Recommendation = z.infer<typeof Recommendation>;

/** What a block may ask for. */
export const RecommendationList = z.enum([
  "buy_again",
  "new_for_you",
  "next_basket",
  "goes_with",
  "chosen_next",
]);
export type RecommendationList = z.infer<typeof RecommendationList>;

/** The source of a block's products: the requested list or a fallback. */
export const ListSource = z.enum([
  ...RecommendationList.options,
  /** What visitors with a similar visit viewed next. */
  "viewed_next",
  "alike",
  "like_last_touched",
  "category_best_sellers",
  "store_best_sellers",
  "newest",
]);
export type ListSource = z.infer<typeof ListSource>;
