import { z } from "zod";
import { RecommendationList } from "~/recommendations/recommendation";

const ProductId = z.string().regex(/^[0-9]{1,20}$/);

/** Where a block's products come from. They are looked up for each recipient when the mail leaves. */
export const ProductSource = z.discriminatedUnion("kind", [
  /** What the flow's trigger was about: the product looked at, those ordered, those left in a cart. */
  z.strictObject({ kind: z.literal("trigger") }),
  /** Made for the recipient by the shop's models, with a reason each. */
  z.strictObject({ kind: z.literal("list"), list: RecommendationList }),
  /** What could take the place of what the trigger was about. */
  z.strictObject({ kind: z.literal("alike") }),
  z.strictObject({ kind: z.literal("best_sellers") }),
  z.strictObject({ kind: z.literal("newest") }),
  z.strictObject({ kind: z.literal("chosen"), productIds: z.array(ProductId).max(12) }),
]);
export type ProductSource = z.infer<typeof ProductSource>;

/** What a mail shows of each product beside its picture and title. */
export const ProductDetails = z.strictObject({
  price: z.boolean(),
  /** The former price, struck, where the product is reduced. */
  compareAt: z.boolean(),
  /** Why this product; only recommended ones have a reason. */
  reason: z.boolean(),
  button: z.boolean(),
});
export type ProductDetails = z.infer<typeof ProductDetails>;
