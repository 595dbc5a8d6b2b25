import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOfferable } from "~/catalog/catalog-product";
import type { Offer, WithheldReason } from "~/catalog/offerable";
import { recommend } from "~/recommendations/lists/recommend";
import type { RecommendationRequest } from "~/recommendations/recommendation-request";
import {
  RecommendationList,
  Recommendation,
  type ListSource,
} from "~/recommendations/recommendation";
import { prepareRecommender } from "~/recommendations/models/recommender";
import { daysAgo } from "../../support/builders";
import {
  aProduct,
  aRecommender,
  aRequest,
  bought,
  customersWithOrders,
  GENERAL_CHOICES,
} from "../builders";

const PRODUCTS = ["kettle", "descaler", "filter", "tray", "mug", "teapot", "scarf", "gloves"];
const CATALOG = PRODUCTS.map((id) =>
  aProduct(id, { productType: id === "scarf" || id === "gloves" ? "Clothes" : "Kitchen" }),
);
const PURCHASES = [
  ...customersWithOrders(
    "brewer",
    20,
    [["kettle", "teapot", "mug"], 60],
    [["descaler", "filter"], 20],
  ),
  ...customersWithOrders("host", 10, [["tray", "mug", "teapot"], 10]),
  ...customersWithOrders("walker", 5, [["scarf", "gloves"], 5]),
];
const recommender = aRecommender(PURCHASES, CATALOG);
const withheld = (reason: WithheldReason): Offer => ({ kind: "withheld", reason });

describe("recommend", () => {
  test("finds products that go with a cart, and counts their common buyers", () => {
    const outcome = recommend(
      recommender,
      aRequest({ list: "goes_with", triggerProductIds: ["scarf"], count: 2 }),
    );
    expect(outcome).toMatchObject({
      kind: "recommended",
      source: "goes_with",
      recommendations: [
        {
          productId: "gloves",
          modelKind: "item_knn",
          modelVersion: 7,
          reason: {
            kind: "goes_with",
            productId: "scarf",
            title: "The scarf",
            sharedBuyers: 5,
            share: 1,
          },
        },
      ],
    });
  });

  test("finds what was bought after an order, not in it", () => {
    const outcome = recommend(
      recommender,
      aRequest({ list: "chosen_next", triggerProductIds: ["kettle"], count: 2 }),
    );
    expect(outcome).toMatchObject({ source: "chosen_next" });
    expect(idsOf(outcome).toSorted()).toEqual(["descaler", "filter"]);
    expect(reasonsOf(outcome)).toMatchObject([
      { kind: "chosen_next", productId: "kettle", sharedBuyers: 20, share: 1 },
      { kind: "chosen_next", productId: "kettle", sharedBuyers: 20, share: 1 },
    ]);
  });

  test("weights recent purchases more than old ones", () => {
    const first = (history: [number, number]) =>
      idsOf(
        recommend(
          recommender,
          aRequest({
            history: [bought("scarf", history[0]), bought("tray", history[1])],
            count: 1,
          }),
        ),
      )[0];
    expect(first([1, 500])).toBe("gloves");
    expect(first([500, 1])).not.toBe("gloves");
  });

  test("names the product of the history that contributes most", () => {
    const soleSource = GENERAL_CHOICES.new_for_you.weights.map(({ source }) => ({
      source,
      share: source === "item_knn" ? 1 : 0,
      log: 0,
    }));
    const choices = {
      ...GENERAL_CHOICES,
      new_for_you: { ...GENERAL_CHOICES.new_for_you, weights: soleSource },
    };
    const outcome = recommend(
      aRecommender(PURCHASES, CATALOG, choices),
      aRequest({ history: [bought("scarf", 1), bought("kettle", 400)], count: 1 }),
    );
    expect(reasonsOf(outcome)).toMatchObject([{ kind: "because_you_bought", productId: "scarf" }]);
  });

  test("explains what distinguishes a product from other candidates", () => {
    // All sell equally; only the descaler is bought by kettle buyers.
    const alike = ["mug", "tray", "teapot"].flatMap((id) =>
      customersWithOrders(id, 20, [[id], 20]),
    );
    const outcome = recommend(
      aRecommender(
        [...customersWithOrders("brewer", 20, [["kettle"], 60], [["descaler"], 20]), ...alike],
        CATALOG,
      ),
      aRequest({ history: [bought("kettle", 3)] }),
    );
    const reasonFor = (id: string) =>
      outcome.kind === "recommended"
        ? outcome.recommendations.find(({ productId }) => productId === id)?.reason.kind
        : null;
    expect(reasonFor("descaler")).not.toBe("popular");
    expect(["popular", "similar"]).toContain(reasonFor("mug"));
  });

  test("never offers a returned product, nor learns from it", () => {
    const outcome = recommend(
      recommender,
      aRequest({ history: [bought("scarf", 1, { returned: true }), bought("kettle", 300)] }),
    );
    expect(idsOf(outcome)).not.toContain("scarf");
    expect(idsOf(outcome)).not.toContain("gloves");
  });

  test("skips a withheld product", () => {
    const offer = withheld("no_image");
    const catalog = CATALOG.map((product) =>
      product.productId === "descaler" ? { ...product, offer } : product,
    );
    const outcome = recommend(
      aRecommender(PURCHASES, catalog),
      aRequest({ list: "chosen_next", triggerProductIds: ["kettle"], count: 2 }),
    );
    expect(idsOf(outcome)).toEqual(["filter"]);
  });

  test("skips products of the last emails", () => {
    const outcome = recommend(
      recommender,
      aRequest({
        list: "chosen_next",
        triggerProductIds: ["kettle"],
        excludedProductIds: ["filter"],
        count: 2,
      }),
    );
    expect(idsOf(outcome)).toEqual(["descaler"]);
  });

  test.each<[ListSource, Partial<RecommendationRequest>]>([
    ["goes_with", { list: "chosen_next", triggerProductIds: ["scarf"], count: 1 }],
    ["like_last_touched", { list: "goes_with", lastInteractedProductId: "kettle" }],
    [
      "new_for_you",
      { list: "goes_with", lastInteractedProductId: "unheard of", history: [bought("kettle", 9)] },
    ],
    ["category_best_sellers", { list: "goes_with", triggerProductIds: ["new kettle"] }],
    ["store_best_sellers", {}],
    ["newest", { excludedProductIds: PRODUCTS, count: 1 }],
  ])("falls back to %s when the earlier lists are too short", (source, overrides) => {
    const catalog = [...CATALOG, aProduct("new kettle"), aProduct("new mug")];
    const outcome = recommend(aRecommender(PURCHASES, catalog), aRequest(overrides));
    expect(outcome).toMatchObject({ kind: "recommended", source });
  });

  test("keeps a list that fills half of the block instead of mixing two", () => {
    const outcome = recommend(
      recommender,
      aRequest({ list: "chosen_next", triggerProductIds: ["kettle"], count: 4 }),
    );
    expect(outcome).toMatchObject({ source: "chosen_next" });
    expect(idsOf(outcome)).toHaveLength(2);
  });

  test("uses the longest list when none fills half of the block", () => {
    const outcome = recommend(
      recommender,
      aRequest({ list: "chosen_next", triggerProductIds: ["kettle"], count: 40 }),
    );
    // All except the kettle are among the catalog's newest, seven of them; no other list is as long.
    expect(idsOf(outcome)).toHaveLength(7);
  });

  test("ranks best sellers of the type by buyers, weighted by recency", () => {
    const outcome = recommend(
      aRecommender(PURCHASES, [...CATALOG, aProduct("new kettle")]),
      aRequest({ list: "goes_with", triggerProductIds: ["new kettle"], count: 6 }),
    );
    expect(idsOf(outcome).slice(0, 2)).toEqual(["mug", "teapot"]);
    expect(reasonsOf(outcome)[0]).toEqual({
      kind: "popular_in_type",
      productType: "Kitchen",
      buyers: 30,
      windowDays: 90,
    });
    expect(idsOf(outcome)).not.toContain("scarf");
  });

  test("calls nothing popular with fewer than three recent buyers", () => {
    const outcome = recommend(
      aRecommender(customersWithOrders("few", 2, [["mug"], 1]), CATALOG),
      aRequest(),
    );
    expect(outcome).toMatchObject({ source: "newest" });
  });

  test("shows the newest products first while a shop has no model", () => {
    const catalog = [
      aProduct("old", { since: daysAgo(90) }),
      aProduct("new", { since: daysAgo(1) }),
      aProduct("newer but hidden", { since: daysAgo(0), offer: withheld("not_published") }),
    ];
    const outcome = recommend(prepareRecommender(null, catalog), aRequest());
    expect(outcome).toMatchObject({ source: "newest" });
    expect(idsOf(outcome)).toEqual(["new", "old"]);
    expect(reasonsOf(outcome)[0]).toEqual({ kind: "newest" });
  });

  test("reports that there is nothing to offer", () => {
    expect(recommend(prepareRecommender(null, []), aRequest())).toEqual({
      kind: "none",
      reason: "nothing_to_offer",
    });
  });

  test("shows at most two of one vendor in four when there is a choice", () => {
    const catalog = CATALOG.map((product) => ({
      ...product,
      vendor: ["descaler", "filter"].includes(product.productId) ? "Other" : "Kettle & Co",
    }));
    const outcome = recommend(aRecommender(PURCHASES, catalog), aRequest({ count: 4 }));
    const others = idsOf(outcome).filter((id) => ["descaler", "filter"].includes(id));
    expect(idsOf(outcome)).toHaveLength(4);
    expect(others).toHaveLength(2);
  });

  test("follows its rules for any request", () => {
    const ids = fc.uniqueArray(fc.constantFrom(...PRODUCTS, "unheard of"), { maxLength: 4 });
    const request = fc.record({
      list: fc.constantFrom(...RecommendationList.options),
      count: fc.integer({ min: 1, max: 8 }),
      history: fc.array(
        fc
          .tuple(fc.constantFrom(...PRODUCTS), fc.nat({ max: 400 }), fc.boolean())
          .map(([id, days, returned]) => bought(id, days, { returned })),
        { maxLength: 6 },
      ),
      triggerProductIds: ids,
      excludedProductIds: ids,
      lastInteractedProductId: fc.constantFrom(null, "kettle", "unheard of"),
    });
    const catalogs = fc
      .array(fc.boolean(), { minLength: 8, maxLength: 8 })
      .map((sold) =>
        CATALOG.map((product, n) =>
          sold[n] ? { ...product, offer: withheld("sold_out") } : product,
        ),
      );
    fc.assert(
      fc.property(request, catalogs, (overrides, catalog) => {
        const requested = aRequest(overrides);
        const outcome = recommend(aRecommender(PURCHASES, catalog), requested);
        expect(recommend(aRecommender(PURCHASES, catalog), requested)).toEqual(outcome);

        const isAgain =
          outcome.kind === "recommended" && ["buy_again", "next_basket"].includes(outcome.source);
        const allowedIf = (mayBeOwned: boolean, excludedProductIds: readonly string[]) => {
          const barred = new Set([
            ...requested.history
              .filter(({ returned }) => returned || !mayBeOwned)
              .map(({ productId }) => productId),
            ...requested.triggerProductIds,
            ...excludedProductIds,
          ]);
          return catalog.filter(
            (product) => isOfferable(product) && !barred.has(product.productId),
          );
        };
        const isAsked = isAgain && requested.list !== "new_for_you";
        const usual = allowedIf(isAsked, requested.excludedProductIds);
        const allowed = usual.length > 0 ? usual : allowedIf(isAgain, []);
        if (outcome.kind === "none") {
          expect(allowed).toEqual([]);
          return;
        }
        const picked = idsOf(outcome);
        expect(picked.length).toBeLessThanOrEqual(requested.count);
        expect(new Set(picked).size).toBe(picked.length);
        for (const id of picked) expect(allowed.map(({ productId }) => productId)).toContain(id);
        for (const pick of outcome.recommendations) {
          expect(pick.parts.reduce((sum, { score }) => sum + score, 0)).toBe(pick.score);
          expect(Recommendation.parse(JSON.parse(JSON.stringify(pick)))).toEqual(pick);
        }
      }),
    );
  });
});

type Outcome = ReturnType<typeof recommend>;

function idsOf(outcome: Outcome): string[] {
  return outcome.kind === "none" ? [] : outcome.recommendations.map(({ productId }) => productId);
}

function reasonsOf(outcome: Outcome) {
  return outcome.kind === "none" ? [] : outcome.recommendations.map(({ reason }) => reason);
}
