import { describe, expect, test } from "vitest";
import { decideOffer, type OfferFacts } from "~/catalog/offerable";
import { hoursAgo, NOW } from "../support/builders";

const product: OfferFacts = {
  status: "active",
  publishedAt: hoursAgo(1),
  hasImage: true,
  fromPriceMinor: 24_00n,
};

describe("decideOffer", () => {
  test("offers a published product with an image, a price and stock", () => {
    expect(decideOffer(product, NOW)).toEqual({ kind: "offerable" });
    expect(decideOffer({ ...product, publishedAt: NOW }, NOW)).toEqual({ kind: "offerable" });
  });

  test.each<[string, Partial<OfferFacts>, string]>([
    ["a draft", { status: "draft" }, "not_published"],
    ["what is published in an hour", { publishedAt: hoursAgo(-1) }, "not_published"],
    ["what was never published", { publishedAt: null }, "not_published"],
    ["a product without picture", { hasImage: false }, "no_image"],
    ["a sold out one", { fromPriceMinor: null }, "sold_out"],
    ["a product for nothing", { fromPriceMinor: 0n }, "no_price"],
    [
      "what is hidden, for that before all else",
      { status: "draft", hasImage: false },
      "not_published",
    ],
  ])("withholds %s", (_what, change, reason) => {
    expect(decideOffer({ ...product, ...change }, NOW)).toEqual({ kind: "withheld", reason });
  });
});
