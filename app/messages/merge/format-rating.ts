import type { ProductRating } from "~/catalog/ratings/product-rating";
import type { Text } from "~/i18n/create-text";

/** A rating as text; null below the block's limits. */
export interface RatingView {
  /** "★★★★★ 4.7 (213)" */
  readonly rating: string | null;
  /** "4.7 out of 5 stars, 213 reviews", for screen readers. */
  readonly ratingLabel: string | null;
}

export const NO_RATING: RatingView = { rating: null, ratingLabel: null };

const MAX_KEPT_RATINGS = 5_000;
const ratingTexts = new WeakMap<Text<"email">, Map<string, RatingView>>();

/** Formats each rating once in a language, because emails show the same products. */
export function formatRating({ stars, count }: ProductRating, text: Text<"email">): RatingView {
  const kept = ratingTexts.get(text) ?? new Map<string, RatingView>();
  ratingTexts.set(text, kept);
  const key = `${stars} ${count}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MAX_KEPT_RATINGS) kept.clear();
  // The number is rounded down, so that it promises nothing; the stars are rounded to the nearest whole.
  const rounded = Math.floor(stars * 10) / 10;
  const full = Math.floor(rounded + 0.5);
  const values = { stars: rounded, count };
  const view = {
    rating: `${"★".repeat(full)}${"☆".repeat(5 - full)} ${text("rating.short", values)}`,
    ratingLabel: text("rating.label", values),
  };
  kept.set(key, view);
  return view;
}
