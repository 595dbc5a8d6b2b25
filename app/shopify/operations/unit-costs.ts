import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** What variants cost the merchant, as entered in Shopify. At most 250 ids. */
export const unitCosts = defineOperation({
  name: "UnitCosts",
  document: `#graphql
    query UnitCosts($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on ProductVariant { id inventoryItem { unitCost { amount currencyCode } } }
      }
    }`,
  variables: z.object({ ids: z.array(z.string()).max(250) }),
  result: z.object({
    nodes: z.array(
      z
        .object({
          id: z.string(),
          inventoryItem: z.object({
            /** null: the merchant has not entered it. */
            unitCost: z.object({ amount: z.string(), currencyCode: z.string() }).nullable(),
          }),
        })
        // The variant was deleted.
        .nullable(),
    ),
  }),
});
