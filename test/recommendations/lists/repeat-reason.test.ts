import { expect, test } from "vitest";
import { recommend } from "~/recommendations/lists/recommend";
import { aProduct, aRecommender, aRequest, bought, customersWithOrders } from "../builders";

test("explains a repeat purchase by the customer's own, not by another product", () => {
  // Customers with both products recently speak for the tea by the coffee.
  const both = customersWithOrders("both", 40, [["coffee", "tea"], 37], [["coffee", "tea"], 2]);
  const recommender = aRecommender(
    both,
    ["coffee", "tea"].map((id) => aProduct(id)),
  );
  const history = [bought("coffee", 3), bought("tea", 21), bought("tea", 56)];
  for (const list of ["buy_again", "next_basket"] as const) {
    const outcome = recommend(recommender, aRequest({ list, history }));
    const tea =
      outcome.kind === "recommended"
        ? outcome.recommendations.find(({ productId }) => productId === "tea")
        : null;
    expect(tea?.reason).toMatchObject({
      kind: "bought_before",
      orders: 2,
      lastDays: 21,
      usualDays: 35,
    });
  }
});
