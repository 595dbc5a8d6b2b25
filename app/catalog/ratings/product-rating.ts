import { z } from "zod";
import { parseJson } from "~/lib/parse-json";

/** What customers gave a product in their reviews. */
export interface ProductRating {
  /** The average of up to 5 stars. */
  readonly stars: number;
  readonly count: number;
}

/** The value of a metafield of the type `rating`. */
const RatingValue = z.object({
  value: z.coerce.number(),
  scale_min: z.coerce.number(),
  scale_max: z.coerce.number().positive(),
});

const MAX_STARS = 5;

/**
 * The rating in the metafields `reviews.rating` and `reviews.rating_count`, converted to five stars.
 *
 * @returns null: no reviews, or not a rating
 */
export function readProductRating(
  rating: string | null,
  count: string | null,
): ProductRating | null {
  if (rating === null || count === null || !/^\d{1,9}$/.test(count)) return null;
  const parsed = RatingValue.safeParse(parseJson(rating));
  if (!parsed.success) return null;
  const { value, scale_min: min, scale_max: max } = parsed.data;
  const reviews = Number(count);
  if (reviews === 0 || value < min || value > max) return null;
  return { stars: Math.round((value / max) * MAX_STARS * 100) / 100, count: reviews };
}
