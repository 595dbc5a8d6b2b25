import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ICONS } from "../../shopify/seed/product-icons";
import { drawProductPicture } from "../../shopify/seed/product-picture";
import { productTypeOf } from "../../shopify/seed/product-type";

describe("drawProductPicture", () => {
  test.each(Object.keys(ICONS))("draws %s", (productType) => {
    const picture = drawProductPicture({ id: "1", title: "Thing", productType });
    expect(picture).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 400 400"/);
    expect(picture.match(/<(\w+)/g)?.length).toBeGreaterThan(5);
  });

  test("derives its colors from the title", () => {
    const picture = drawProductPicture({
      id: "1",
      title: "Red and blue mug",
      productType: "Mugs & tea",
    });
    expect(picture).toContain("#d64545");
    expect(picture).toContain("#4f86c6");
  });

  test("never inserts a product's text into the drawing", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, productType) => {
        const picture = drawProductPicture({
          id: "1",
          title: `<script>${title}`,
          productType: `"><${productType}`,
        });
        expect(picture).not.toContain("<script");
        expect(picture.startsWith("<svg") && picture.endsWith("</svg>")).toBe(true);
      }),
    );
  });
});

describe("productTypeOf", () => {
  test.each([
    ["White hanging heart T-light holder", "Candles & scents"],
    ["Bathroom metal sign", "Signs & hardware"],
    ["Wrap Christmas village", "Christmas"],
    ["Pink fairy cake cushion cover", "Soft furnishings"],
    ["Lunch bag cars blue", "Bags & accessories"],
    ["Pet mug, goldfish", "Mugs & tea"],
    ["", "Gifts"],
  ])("returns the type of %j as %s", (title, type) => {
    expect(productTypeOf(title)).toBe(type);
  });
});
