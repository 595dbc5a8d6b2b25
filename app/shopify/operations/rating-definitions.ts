import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** The definition of Shopify's standard metafield for ratings, and how many products have one. */
export const ratingDefinitions = defineOperation({
  name: "RatingDefinitions",
  document: `#graphql
    query RatingDefinitions {
      metafieldDefinitions(ownerType: PRODUCT, namespace: "reviews", key: "rating", first: 1) {
        nodes { metafieldsCount }
      }
    }`,
  variables: z.object({}),
  result: z.object({
    metafieldDefinitions: z.object({ nodes: z.array(z.object({ metafieldsCount: z.number() })) }),
  }),
});
