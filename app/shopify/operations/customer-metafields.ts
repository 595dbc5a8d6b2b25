import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** The definitions of customers' metafields: the store's own, and those that apps share. */
export const customerMetafieldDefinitions = defineOperation({
  name: "CustomerMetafieldDefinitions",
  document: `#graphql
    query CustomerMetafieldDefinitions($after: String) {
      metafieldDefinitions(ownerType: CUSTOMER, first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { namespace key name type { name } }
      }
    }`,
  variables: z.object({ after: z.string().nullable() }),
  result: z.object({
    metafieldDefinitions: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(
        z.object({
          namespace: z.string(),
          key: z.string(),
          name: z.string(),
          type: z.object({ name: z.string() }),
        }),
      ),
    }),
  }),
});

/** Maximum number of customers whose ten metafields stay within Shopify's thousand points per query. */
export const METAFIELD_CUSTOMERS = 75;

/** Metafields of customers by "namespace.key". A customer without one has no node for it. */
export const customerMetafields = defineOperation({
  name: "CustomerMetafields",
  document: `#graphql
    query CustomerMetafields($ids: [ID!]!, $keys: [String!]!) {
      nodes(ids: $ids) {
        ... on Customer {
          id
          metafields(first: 10, keys: $keys) { nodes { namespace key type value } }
        }
      }
    }`,
  variables: z.object({
    ids: z.array(z.string()).max(METAFIELD_CUSTOMERS),
    keys: z.array(z.string()).max(10),
  }),
  result: z.object({
    nodes: z.array(
      z
        .object({
          id: z.string(),
          metafields: z.object({
            nodes: z.array(
              z.object({
                namespace: z.string(),
                key: z.string(),
                type: z.string(),
                value: z.string(),
              }),
            ),
          }),
        })
        // The customer was deleted.
        .nullable(),
    ),
  }),
});
