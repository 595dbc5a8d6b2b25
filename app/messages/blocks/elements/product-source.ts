import { z } from "zod";
import { RecommendationList } from "~/recommendations/recommendation";

const ProductId = z.string().regex(/^[0-9]{1,20}$/);

/** Source of a block's products, resolved for each recipient when the message is composed. */
export const ProductSource = z.discriminatedUnion("kind", [
  /** The trigger's products: viewed, ordered or left in a cart. */
  z.strictObject({ kind: z.literal("trigger") }),
  /** Recommendations of the shop's models, with reasons. */
  z.strictObject({ kind: z.literal("list"), list: RecommendationList }),
  /** Alternatives to the trigger's product. */
  z.strictObject({ kind: z.literal("alike") }),
  z.strictObject({ kind: z.literal("best_sellers") }),
  z.strictObject({ kind: z.literal("newest") }),
  z.strictObject({ kind: z.literal("chosen"), productIds: z.array(ProductId).max(12) }),
]);
export type ProductSource = z.infer<typeof ProductSource>;

/** The product whose reviews a block shows: the first that the email shows, or the merchant's choice. */
export const ReviewedProduct = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("first") }),
  z.strictObject({ kind: z.literal("chosen"), productIds: z.array(ProductId).max(1) }),
]);

/** Source of the products of any block. */
export type SlotSource = ProductSource | z.infer<typeof ReviewedProduct>;

/** From how many stars and reviews on a product's rating is shown. */
export const RatingLimits = z.strictObject({
  minStars: z.number().int().min(1).max(5),
  minCount: z.number().int().min(1).max(1_000),
});
export type RatingLimits = z.infer<typeof RatingLimits>;

/** Details shown beside a product's image and title. */
export const ProductDetails = z.strictObject({
  price: z.boolean(),
  /** The former price, struck through, if reduced. */
  compareAt: z.boolean(),
  /** The reason; only for recommended products. */
  reason: z.boolean(),
  button: z.boolean(),
  /** The largest number of units in stock at which "Only 3 left" is shown; absent: never. */
  maxStock: z.number().int().min(1).max(20).optional(),
  /** When a product's rating is shown; absent: never. */
  rating: RatingLimits.optional(),
});
export type ProductDetails = z.infer<typeof ProductDetails>;

/** The limits when the merchant turns ratings on, and of prebuilt emails: a few reviews say little. */
export const GOOD_RATING = { minStars: 4, minCount: 5 } as const;
