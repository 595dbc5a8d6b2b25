import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readProductRating } from "~/catalog/ratings/product-rating";

const rating = (value: string, min = "1.0", max = "5.0") =>
  JSON.stringify({ value, scale_min: min, scale_max: max });

describe("the rating of a review app", () => {
  test("is the average of up to five stars, and the number of reviews", () => {
    expect(readProductRating(rating("4.7"), "213")).toEqual({ stars: 4.7, count: 213 });
    expect(readProductRating(rating("9.0", "0", "10"), "3")).toEqual({ stars: 4.5, count: 3 });
    expect(readProductRating(rating("93", "0", "100"), "3")).toEqual({ stars: 4.65, count: 3 });
  });

  test("is none without reviews or if a part is missing", () => {
    expect(readProductRating(rating("4.7"), "0")).toBeNull();
    expect(readProductRating(null, "213")).toBeNull();
    expect(readProductRating(rating("4.7"), null)).toBeNull();
  });

  test("is none outside of its scale, or if it is not a rating", () => {
    expect(readProductRating(rating("5.1"), "213")).toBeNull();
    expect(readProductRating(rating("0.5"), "213")).toBeNull();
    expect(readProductRating("4.7", "213")).toBeNull();
    expect(readProductRating("{", "213")).toBeNull();
    expect(readProductRating(rating("4.7"), "many")).toBeNull();
  });

  test("is within five stars, whatever an app writes", () => {
    const text = fc.oneof(fc.string(), fc.double().map(String), fc.json());
    fc.assert(
      fc.property(text, text, text, text, (value, min, max, count) => {
        const read = readProductRating(rating(value, min, max), count);
        expect(read?.stars ?? 0).toBeLessThanOrEqual(5);
        expect(read?.stars ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
