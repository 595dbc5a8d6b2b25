import { describe, expect, test } from "vitest";
import { recommend } from "~/recommendations/lists/recommend";
import { mineProductRules } from "~/recommendations/baskets/mine-rules";
import { fitModels } from "~/recommendations/models/fit-models";
import { prepareRecommender } from "~/recommendations/models/recommender";
import { NOW } from "../../support/builders";
import { aProduct, aRequest, choicesWithGain, columnsOf, customersWithOrders } from "../builders";

const PRODUCTS = ["kettle", "tray", "mug", "pot", "best"].map((id) => aProduct(id));

function createRecommender() {
  const purchases = columnsOf([
    ...customersWithOrders("couple", 6, [["kettle", "tray", "mug"], 20]),
    ...customersWithOrders("crowd", 60, [["best"], 3]),
  ]);
  const models = fitModels({ purchases, products: PRODUCTS, now: NOW });
  const fitted = { version: 1, models, choices: choicesWithGain(null), kept: null };
  const patterns = {
    productRules: { version: 4, mined: mineProductRules(purchases, NOW) },
    sessions: null,
  };
  return prepareRecommender(fitted, PRODUCTS, undefined, undefined, patterns);
}

const pick = (overrides: Parameters<typeof aRequest>[0]) => {
  const outcome = recommend(createRecommender(), aRequest({ count: 2, ...overrides }));
  if (outcome.kind === "none") throw new Error("nothing was recommended");
  return outcome;
};

describe("goes with", () => {
  test("names the number of orders that contain both products", () => {
    const { source, recommendations } = pick({ list: "goes_with", triggerProductIds: ["kettle"] });
    expect(source).toBe("goes_with");
    expect(recommendations[0]).toMatchObject({
      modelKind: "bought_together",
      modelVersion: 4,
      reason: {
        kind: "bought_together",
        productId: "kettle",
        title: "The kettle",
        orders: 6,
      },
    });
    const [first] = recommendations;
    expect(first?.parts.map(({ source: it }) => it)).toContain("bought_together");
    expect(first?.parts.reduce((sum, { score }) => sum + score, 0)).toBe(first?.score);
  });
});

describe("new for you, without a history or permission to use it", () => {
  test("is what goes with the product of the page, not best sellers", () => {
    const { source, recommendations } = pick({
      triggerProductIds: ["kettle"],
      lastInteractedProductId: "kettle",
    });
    expect(source).toBe("goes_with");
    expect(recommendations.map(({ productId }) => productId).sort()).toEqual(["mug", "tray"]);
  });

  test("is best sellers on a page without a product, and says so", () => {
    expect(pick({ count: 1 }).source).toBe("store_best_sellers");
  });
});
