import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_SHOWN_PRODUCTS, parsePicksQuery } from "~/recommendations/storefront/picks-query";

const parse = (query: Record<string, string>) => parsePicksQuery(new URLSearchParams(query));

describe("parsePicksQuery", () => {
  test("requests four new products by default", () => {
    expect(parse({})).toEqual({
      list: "new_for_you",
      productId: null,
      triggerProductIds: [],
      browserId: null,
      limit: 4,
    });
  });

  test("combines the page's product and the cart's, each once, in one order", () => {
    const { productId, triggerProductIds } = parse({ product: "7", cart: "9,7,8" })!;
    expect(productId).toBe("7");
    expect(triggerProductIds).toEqual(["7", "8", "9"]);
  });

  test("treats an empty parameter as absent", () => {
    expect(parse({ product: "", cart: "", visitor: "" })).toEqual(parse({}));
  });

  test.each([
    ["a list that no block has", { list: "chosen_next" }],
    ["a product that is no number", { product: "7 or 1=1" }],
    ["a cart of words", { cart: "7,tray" }],
    ["a visitor with spaces", { visitor: "a b" }],
  ])("refuses %s", (_what, query) => {
    expect(parse(query)).toBeNull();
  });

  test("never returns more than the maximum", () => {
    fc.assert(
      fc.property(fc.string(), (limit) => {
        const requested = parse({ limit })!;
        expect(requested.limit).toBeGreaterThanOrEqual(1);
        expect(requested.limit).toBeLessThanOrEqual(MAX_SHOWN_PRODUCTS);
      }),
    );
  });

  test("parses any query without throwing", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (pairs) => {
        parsePicksQuery(new URLSearchParams(pairs));
      }),
    );
  });
});
