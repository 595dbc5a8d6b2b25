import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recommend } from "~/recommendations/lists/recommend";
import { RecommendationList } from "~/recommendations/recommendation";
import { prepareRecommender } from "~/recommendations/models/recommender";
import { rulesFor, type Scored } from "~/recommendations/rules/apply-rules";
import { Rules, type Rule, type RuleAction, type RuleTarget } from "~/recommendations/rules/rule";
import { aProduct, aRecommender, aRequest, customersWithOrders } from "../builders";

const ALL = [...RecommendationList.options];
const rule = (action: RuleAction, target: RuleTarget, lists = ALL): Rule => ({
  action,
  target,
  lists,
});
const product = (productId: string): RuleTarget => ({ kind: "product", productId });
const NONE = new Map<string, ReadonlySet<string>>();

describe("Rules", () => {
  test("may target a product, a collection, a type, a vendor or a tag", () => {
    const rules = [
      rule({ kind: "pin" }, product("1")),
      rule({ kind: "boost", strength: 0.5 }, { kind: "collection", collectionId: "7" }),
      rule({ kind: "bury" }, { kind: "type", productType: "Gift cards" }),
      rule({ kind: "exclude" }, { kind: "vendor", vendor: "Acme" }),
      rule({ kind: "exclude" }, { kind: "tag", tag: "clearance" }),
    ];
    expect(Rules.parse(rules)).toEqual(rules);
  });

  test.each<[string, unknown]>([
    ["a pin of a whole type", [rule({ kind: "pin" }, { kind: "type", productType: "Mugs" })]],
    [
      "two rules for the same products in a list",
      [
        rule({ kind: "bury" }, { kind: "vendor", vendor: "Acme" }),
        rule({ kind: "boost", strength: 1 }, { kind: "vendor", vendor: "acme" }, ["goes_with"]),
      ],
    ],
    ["a boost of nothing", [rule({ kind: "boost", strength: 0 }, product("1"))]],
    ["a rule for no list", [rule({ kind: "bury" }, product("1"), [])]],
    ["a name of blanks", [rule({ kind: "bury" }, { kind: "tag", tag: "  " })]],
    ["too many", Array.from({ length: 101 }, (_, n) => rule({ kind: "bury" }, product(`${n}`)))],
  ])("refuses %s", (_what, rules) => {
    expect(Rules.safeParse(rules).success).toBe(false);
  });

  test("allows different rules for the same products in different lists", () => {
    const rules = [
      rule({ kind: "bury" }, product("1"), ["goes_with"]),
      rule({ kind: "exclude" }, product("1"), ["buy_again"]),
    ];
    expect(Rules.safeParse(rules).success).toBe(true);
  });
});

describe("rulesFor", () => {
  const scored = (productId: string, score: number): Scored => ({
    productId,
    score,
    parts: [{ source: "item_knn", score }],
  });
  const RANKED = [scored("a", 3), scored("b", 2), scored("c", 1)];
  const productOf = (productId: string) => aProduct(productId, { tags: [productId] });
  const order = (rules: readonly Rule[]) =>
    rulesFor("goes_with", rules, NONE)
      .rerank(RANKED, productOf)
      .map(({ productId }) => productId);

  test("moves demoted products to the end, in their order", () => {
    expect(
      order([rule({ kind: "bury" }, product("a")), rule({ kind: "bury" }, product("b"))]),
    ).toEqual(["c", "a", "b"]);
  });

  test("moves a boosted product by a share of the distance from last to first", () => {
    expect(order([rule({ kind: "boost", strength: 1 }, product("c"))])).toEqual(["a", "c", "b"]);
    expect(order([rule({ kind: "boost", strength: 0.4 }, product("c"))])).toEqual(["a", "b", "c"]);
  });

  test("does not change other lists", () => {
    expect(order([rule({ kind: "bury" }, product("a"), ["buy_again"])])).toEqual(["a", "b", "c"]);
  });

  test("keeps every product and makes every score the sum of its parts", () => {
    const target = fc.constantFrom<RuleTarget>(
      product("a"),
      { kind: "tag", tag: "B" },
      { kind: "vendor", vendor: "kettle & co" },
      { kind: "collection", collectionId: "of c" },
    );
    const action = fc.oneof(
      fc.constant<RuleAction>({ kind: "bury" }),
      fc
        .integer({ min: 1, max: 10 })
        .map((tenths): RuleAction => ({ kind: "boost", strength: tenths / 10 })),
    );
    const collections = new Map([["of c", new Set(["c"])]]);
    const rules = fc.array(
      fc.tuple(action, target).map(([a, t]) => rule(a, t)),
      { maxLength: 4 },
    );
    const ranked = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d")).chain((ids) =>
      fc
        .tuple(...ids.map(() => fc.integer({ min: -50, max: 50 })))
        .map((scores) => scores.toSorted((a, b) => b - a))
        .map((scores) => ids.map((id, n) => scored(id, scores[n]!))),
    );
    fc.assert(
      fc.property(rules, ranked, (given, list) => {
        const result = rulesFor("goes_with", given, collections).rerank(list, productOf);
        expect(result.map(({ productId }) => productId).toSorted()).toEqual(
          list.map(({ productId }) => productId).toSorted(),
        );
        for (const { score, parts } of result) {
          expect(parts.reduce((sum, part) => sum + part.score, 0)).toBe(score);
        }
        expect(result.map(({ score }) => score)).toEqual(
          result.map(({ score }) => score).toSorted((a, b) => b - a),
        );
      }),
    );
  });
});

describe("a list with rules", () => {
  const CATALOG = ["kettle", "descaler", "filter", "tray", "mug"].map((id) => aProduct(id));
  const PURCHASES = customersWithOrders("brewer", 20, [
    ["kettle", "descaler", "filter", "mug"],
    30,
  ]);
  const { fitted } = aRecommender(PURCHASES, CATALOG);
  const idsWith = (rules: readonly Rule[], overrides: Parameters<typeof aRequest>[0] = {}) => {
    const recommender = prepareRecommender(fitted, CATALOG, { rules, collections: NONE });
    const outcome = recommend(
      recommender,
      aRequest({ list: "goes_with", triggerProductIds: ["kettle"], count: 3, ...overrides }),
    );
    return outcome.kind === "recommended" ? outcome.recommendations : [];
  };

  test("starts with pinned products, in the order of the rules, and names the merchant's pick", () => {
    const picks = idsWith([
      rule({ kind: "pin" }, product("tray")),
      rule({ kind: "pin" }, product("mug")),
    ]);
    expect(picks.map(({ productId }) => productId).slice(0, 2)).toEqual(["tray", "mug"]);
    expect(picks[0]).toMatchObject({ reason: { kind: "pinned" }, modelKind: "merchant" });
    expect(picks).toHaveLength(3);
    expect(new Set(picks.map(({ productId }) => productId)).size).toBe(3);
  });

  test("does not pin products that are withheld, shown lately, or in the cart", () => {
    const rules = ["kettle", "unheard of", "tray"].map((id) => rule({ kind: "pin" }, product(id)));
    const picks = idsWith(rules, { excludedProductIds: ["tray"] });
    expect(picks.map(({ reason }) => reason.kind)).not.toContain("pinned");
  });

  test("never contains an excluded product, in any fallback", () => {
    const rules = [rule({ kind: "exclude" }, { kind: "type", productType: "kitchen" })];
    expect(idsWith(rules)).toEqual([]);
  });
});
