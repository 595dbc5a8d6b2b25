import { z } from "zod";

const ProductId = z.string().min(1);
const Count = z.number().int().nonnegative();

/** A product that stands behind a pick, with the exact counts of the shop's customers. */
const Antecedent = z.object({
  productId: ProductId,
  /** Its title when the pick was made; `null` when the catalogue no longer had it. */
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
  z.object({ kind: z.literal("popular"), buyers: Count, windowDays: Count }),
  z.object({
    kind: z.literal("popular_in_type"),
    productType: z.string().min(1),
    buyers: Count,
    windowDays: Count,
  }),
  z.object({ kind: z.literal("newest") }),
]);
export type Reason = z.infer<typeof Reason>;

export const Recommendation = z.object({
  productId: ProductId,
  /** Higher is better; comparable only within one list. */
  score: z.number(),
  reason: Reason,
  /** The part of the shop's model that ranked it; `catalogue` where none did. */
  modelKind: z.enum(["item_knn", "next_order", "popularity", "catalogue"]),
  /** The version of the shop's model row; `null` for `catalogue`. */
  modelVersion: z.number().int().nullable(),
});
export type Recommendation = z.infer<typeof Recommendation>;

/** What a block may ask for. */
export const RecommendationList = z.enum(["new_for_you", "goes_with", "chosen_next"]);
export type RecommendationList = z.infer<typeof RecommendationList>;

/** Where a block's products came from: the list asked for, or one that it fell back to. */
export const ListSource = z.enum([
  ...RecommendationList.options,
  "like_last_touched",
  "category_best_sellers",
  "store_best_sellers",
  "newest",
]);
export type ListSource = z.infer<typeof ListSource>;
