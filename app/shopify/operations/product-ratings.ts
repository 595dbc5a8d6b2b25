import { z } from "zod";
import { defineOperation } from "./admin-operation";

const Metafield = z.object({ value: z.string() }).nullable();

/** Ratings that a review app wrote into Shopify's standard metafields. At most 250 ids. */
export const productRatings = defineOperation({
  name: "ProductRatings",
  document: `#graphql
    query ProductRatings($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on Product {
          id
          rating: metafield(namespace: "reviews", key: "rating") { value }
          ratingCount: metafield(namespace: "reviews", key: "rating_count") { value }
        }
      }
    }`,
  variables: z.object({ ids: z.array(z.string()).max(250) }),
  result: z.object({
    nodes: z.array(
      z
        .object({ id: z.string(), rating: Metafield, ratingCount: Metafield })
        // The product was deleted.
        .nullable(),
    ),
  }),
});
