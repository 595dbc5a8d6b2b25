import { describe, expect, test } from "vitest";
import { decideOffer, type OfferFacts } from "~/catalog/offerable";
import { hoursAgo, NOW } from "../support/builders";

const variant = { priceMinor: 24_00n, availableForSale: true };
const product: OfferFacts = {
  status: "active",
  publishedAt: hoursAgo(1),
  deletedAt: null,
  imageUrl: "https://cdn.kettle.example/tray.jpg",
  variants: [variant],
};

describe("decideOffer", () => {
  test("offers what is published, shown, priced and in stock", () => {
    expect(decideOffer(product, NOW)).toEqual({ kind: "offerable" });
  });

  test("offers it when one of its variants can be bought", () => {
    const variants = [{ ...variant, availableForSale: false }, variant];
    expect(decideOffer({ ...product, variants }, NOW).kind).toBe("offerable");
  });

  test.each<[string, Partial<OfferFacts>, string]>([
    ["a deleted product", { deletedAt: NOW }, "deleted"],
    ["a draft", { status: "draft" }, "not_published"],
    ["what is published in an hour", { publishedAt: hoursAgo(-1) }, "not_published"],
    ["what was never published", { publishedAt: null }, "not_published"],
    ["a product without picture", { imageUrl: null }, "no_image"],
    ["a product for nothing", { variants: [{ ...variant, priceMinor: 0n }] }, "no_price"],
    ["a product without variants", { variants: [] }, "no_price"],
    ["a sold out one", { variants: [{ ...variant, availableForSale: false }] }, "sold_out"],
  ])("withholds %s", (_what, change, reason) => {
    expect(decideOffer({ ...product, ...change }, NOW)).toEqual({ kind: "withheld", reason });
  });
});
