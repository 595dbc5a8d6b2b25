import { expect, test } from "vitest";
import { recommend, type RecommendationOutcome } from "~/recommendations/lists/recommend";
import { aProduct, aRecommender, aRequest, customersWithOrders } from "./builders";

const CATALOG = [
  aProduct("kettle"),
  aProduct("descaler"),
  aProduct("copper", { title: "Copper kettle with a lid", vendor: "Else" }),
  aProduct("steel", { title: "Steel kettle with a lid", vendor: "Else" }),
];
/** The copper kettle is bought with a descaler, but not similar to it. */
const recommender = aRecommender(
  customersWithOrders("brewer", 20, [["copper", "kettle", "descaler"], 30]),
  CATALOG,
);
const idsOf = (outcome: RecommendationOutcome) =>
  outcome.kind === "none" ? [] : outcome.recommendations.map(({ productId }) => productId);
const inPlaceOf = (productId: string) =>
  recommend(
    recommender,
    aRequest({
      ...{ list: "goes_with", startAt: "alike", count: 1 },
      ...{ triggerProductIds: [productId], lastInteractedProductId: productId },
    }),
  );

test("suggests alternatives similar to a product, not products bought with it", () => {
  const outcome = inPlaceOf("copper");
  expect(outcome).toMatchObject({
    source: "alike",
    recommendations: [{ reason: { kind: "similar", productId: "copper" } }],
  });
  expect(idsOf(outcome)).toEqual(["steel"]);
});

test("without similar products, falls back to what goes with the last viewed one", () => {
  const outcome = recommend(
    recommender,
    aRequest({
      ...{ list: "goes_with", startAt: "alike", count: 1 },
      ...{ triggerProductIds: ["never heard of"], lastInteractedProductId: "copper" },
    }),
  );
  expect(outcome).toMatchObject({ source: "like_last_touched" });
});
