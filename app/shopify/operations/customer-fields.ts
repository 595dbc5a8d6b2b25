import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** Writes metafields of customers atomically, at most 25 per call. */
export const metafieldsSet = defineOperation({
  name: "MetafieldsSet",
  document: `#graphql
    mutation MetafieldsSet($metafields: [MetafieldsSetInput!]!) {
      metafieldsSet(metafields: $metafields) {
        metafields { id }
        userErrors { field message code }
      }
    }`,
  variables: z.object({
    metafields: z
      .array(
        z.object({
          /** gid://shopify/Customer/… */
          ownerId: z.string(),
          namespace: z.string(),
          key: z.string(),
          type: z.enum(["single_line_text_field", "number_decimal"]),
          value: z.string(),
        }),
      )
      .max(25),
  }),
  result: z.object({ metafieldsSet: z.object({}) }),
});

/** Deletes metafields; a missing one is not an error. */
export const metafieldsDelete = defineOperation({
  name: "MetafieldsDelete",
  document: `#graphql
    mutation MetafieldsDelete($metafields: [MetafieldIdentifierInput!]!) {
      metafieldsDelete(metafields: $metafields) {
        deletedMetafields { key }
        userErrors { field message }
      }
    }`,
  variables: z.object({
    metafields: z.array(z.object({ ownerId: z.string(), namespace: z.string(), key: z.string() })),
  }),
  result: z.object({ metafieldsDelete: z.object({}) }),
});
