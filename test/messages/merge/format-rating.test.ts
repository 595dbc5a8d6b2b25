import { expect, test } from "vitest";
import { textIn } from "~/i18n/text-in.server";
import { formatRating } from "~/messages/merge/format-rating";

const inEnglish = textIn("en", "email");

test("stars stand beside the average and the number of reviews", () => {
  expect(formatRating({ stars: 4.7, count: 213 }, inEnglish)).toEqual({
    rating: "★★★★★ 4.7\u00a0(213)",
    ratingLabel: "4.7 out of 5 stars, 213 reviews",
  });
  expect(formatRating({ stars: 4.25, count: 1 }, inEnglish)).toEqual({
    rating: "★★★★☆ 4.2\u00a0(1)",
    ratingLabel: "4.2 out of 5 stars, 1 review",
  });
});

test("a whole average has a decimal place too", () => {
  const whole = { stars: 5, count: 372 };
  expect(formatRating(whole, inEnglish).rating).toBe("★★★★★ 5.0\u00a0(372)");
  expect(formatRating(whole, textIn("fr", "email")).rating).toBe("★★★★★ 5,0\u00a0(372)");
  expect(formatRating(whole, textIn("ja", "email")).rating).toBe("★★★★★ 5.0\u00a0(372件)");
});

test("an average is never rounded up to five", () => {
  expect(formatRating({ stars: 4.99, count: 20 }, inEnglish).ratingLabel).toMatch(/^4\.9 /);
});

test("numbers are written as in the language", () => {
  const { rating, ratingLabel } = formatRating({ stars: 4.7, count: 2_130 }, textIn("de", "email"));
  expect(rating).toBe("★★★★★ 4,7\u00a0(2.130)");
  expect(ratingLabel).toBe("4,7 von 5 Sternen, 2.130 Bewertungen");
});
