import { z } from "zod";
import { defineOperation } from "./admin-operation";

const variables = z.object({
  /** gid://shopify/Customer/… */
  id: z.string(),
  tags: z.array(z.string()),
});
const Changed = z.object({ node: z.object({ id: z.string() }).nullable() });

/** Adds tags to a customer; existing ones stay. */
export const tagsAdd = defineOperation({
  name: "TagsAdd",
  document: `#graphql
    mutation TagsAdd($id: ID!, $tags: [String!]!) {
      tagsAdd(id: $id, tags: $tags) {
        node { id }
        userErrors { field message }
      }
    }`,
  variables,
  result: z.object({ tagsAdd: Changed }),
});

/** Removes tags from a customer; a missing one is not an error. */
export const tagsRemove = defineOperation({
  name: "TagsRemove",
  document: `#graphql
    mutation TagsRemove($id: ID!, $tags: [String!]!) {
      tagsRemove(id: $id, tags: $tags) {
        node { id }
        userErrors { field message }
      }
    }`,
  variables,
  result: z.object({ tagsRemove: Changed }),
});
