import { describe, expect, test } from "vitest";
import { recommend } from "~/recommendations/lists/recommend";
import { aProduct, aRecommender, aRequest, bought, customersWithOrders } from "../builders";

const PURCHASES = customersWithOrders("brewer", 20, [["kettle"], 20]);

function idsOf(outcome: ReturnType<typeof recommend>): string[] {
  return outcome.kind === "none" ? [] : outcome.recommendations.map(({ productId }) => productId);
}

describe("in a shop of few products", () => {
  const single = aRecommender(PURCHASES, [aProduct("kettle")]);

  test("shows products of the last emails again where nothing else is left", () => {
    const outcome = recommend(single, aRequest({ excludedProductIds: ["kettle"] }));
    expect(idsOf(outcome)).toEqual(["kettle"]);
  });

  test("suggests to a customer who owns all of them to buy again, but nothing they returned", () => {
    const excludedProductIds = ["kettle"];
    const owner = aRequest({ history: [bought("kettle", 90)], excludedProductIds });
    expect(recommend(single, owner)).toMatchObject({ source: "buy_again" });
    const returned = [bought("kettle", 90, { returned: true })];
    expect(recommend(single, aRequest({ history: returned })).kind).toBe("none");
  });

  test("never recommends the product that the email is about", () => {
    const about = aRequest({ triggerProductIds: ["kettle"], excludedProductIds: ["kettle"] });
    expect(recommend(single, about).kind).toBe("none");
  });
});

test("shows few best sellers rather than more new products in their place", () => {
  const catalog = ["kettle", "a", "b", "c", "d"].map((id) => aProduct(id));
  const asked = aRequest({ startAt: "store_best_sellers", count: 4 });
  const outcome = recommend(aRecommender(PURCHASES, catalog), asked);
  expect(outcome).toMatchObject({ source: "store_best_sellers" });
  expect(idsOf(outcome)).toEqual(["kettle"]);
  expect(recommend(aRecommender([], catalog), asked)).toMatchObject({ source: "newest" });
});
