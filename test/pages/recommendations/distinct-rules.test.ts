import { describe, expect, test } from "vitest";
import { distinctRules, pickBundles } from "~/pages/recommendations/distinct-rules";
import type { ProductRule } from "~/recommendations/baskets/product-rule";
import { aProduct } from "../../recommendations/builders";

const SIGNS = ["sign 1", "sign 2", "sign 3", "sign 4"];
const TITLES = [...SIGNS, "kettle", "tray", "mug", "pot", "lamp"];
const products = new Map(TITLES.map((title) => [title, aProduct(title, { title })]));

const rule = (antecedents: string, consequentId: string, orders = 10): ProductRule => ({
  antecedentIds: antecedents.split("+"),
  consequentId,
  orders,
  antecedentOrders: 20,
  consequentOrders: 20,
  customers: 5,
});
const asText = (rules: readonly ProductRule[]) =>
  rules.map(({ antecedentIds, consequentId }) => `${antecedentIds.join("+")} > ${consequentId}`);

describe("distinctRules", () => {
  test("keeps the first rule of products that look the same", () => {
    const rules = [
      rule("sign 1", "sign 2"),
      rule("sign 3", "sign 4"),
      rule("sign 1", "kettle"),
      rule("sign 2", "kettle"),
      rule("kettle", "sign 2"),
      rule("sign 1+tray", "kettle"),
      rule("sign 4+tray", "kettle"),
    ];
    expect(asText(distinctRules(rules, products))).toEqual([
      "sign 1 > sign 2",
      "sign 1 > kettle",
      "kettle > sign 2",
      "sign 1+tray > kettle",
    ]);
  });

  test("follows a title that changed since the same rules were compared", () => {
    const rules = [rule("sign 1", "sign 2"), rule("sign 3", "sign 4")];
    expect(asText(distinctRules(rules, products))).toEqual(["sign 1 > sign 2"]);
    const renamed = new Map(products).set("sign 4", aProduct("sign 4", { title: "doormat" }));
    expect(asText(distinctRules(rules, renamed))).toEqual(["sign 1 > sign 2", "sign 3 > sign 4"]);
    expect(asText(distinctRules(rules, products))).toEqual(["sign 1 > sign 2"]);
  });

  test("keeps every rule of products that the catalog no longer has", () => {
    const rules = [rule("sign 1", "sign 2"), rule("sign 3", "sign 4")];
    expect(distinctRules(rules, new Map())).toEqual(rules);
  });
});

describe("pickBundles", () => {
  const bundlesOf = (rules: readonly ProductRule[], offered = products) =>
    pickBundles(rules, offered).map(({ first, second }) => `${first.title} + ${second.title}`);

  test("offers each pair once, and never two products that look the same", () => {
    const rules = [
      rule("sign 1", "sign 2"),
      rule("sign 1", "kettle"),
      rule("kettle", "sign 1"),
      rule("sign 2", "kettle"),
      rule("mug+pot", "lamp"),
      rule("tray", "mug"),
    ];
    expect(bundlesOf(rules)).toEqual(["sign 1 + kettle", "tray + mug"]);
  });

  test("offers a product in two bundles at most", () => {
    const rules = ["tray", "mug", "pot", "lamp"].map((other) => rule("kettle", other));
    expect(bundlesOf(rules)).toEqual(["kettle + tray", "kettle + mug"]);
  });

  test("offers no product that is not available", () => {
    const offered = new Map([...products].filter(([id]) => id !== "tray"));
    expect(bundlesOf([rule("kettle", "tray"), rule("kettle", "mug")], offered)).toEqual([
      "kettle + mug",
    ]);
  });
});
