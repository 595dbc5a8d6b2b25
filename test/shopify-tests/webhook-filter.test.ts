import { describe, expect, it } from "vitest";
import { matchesFilter, pickFields } from "../shopify/webhooks/filter";

const product = { id: 7, status: "active", variants: [{ price: "5.00" }, { price: "12.00" }] };

describe("a subscription's filter", () => {
  it.each([
    ["status:active", true],
    ["status:draft", false],
    ["status:draft OR status:active", true],
    ["status:active AND id:8", false],
    ["status:draft AND id:7 OR id:7", true],
    ["-status:draft", true],
    ["NOT status:active", false],
    ["variants.price:>=10", true],
    ["variants.price:>12", false],
    ["vendor:*", false],
    ["id:*", true],
  ])("%s → %s", (filter, expected) => {
    expect(matchesFilter(product, filter)).toBe(expected);
  });

  it("is refused when it cannot be parsed", () => {
    expect(() => matchesFilter(product, "active products")).toThrow(/cannot read/);
  });
});

describe("include_fields", () => {
  it("keeps the named fields, also inside lists, and drops the rest", () => {
    expect(pickFields(product, ["id", "variants.price", "absent"])).toEqual({
      id: 7,
      variants: [{ price: "5.00" }, { price: "12.00" }],
    });
    expect(pickFields(product, ["variants"])).toEqual({ variants: product.variants });
  });
});
