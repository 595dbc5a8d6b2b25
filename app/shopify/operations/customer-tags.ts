import { z } from "zod";
import { defineOperation } from "../admin-operation";

const variables = z.object({
  /** gid://shopify/Customer/… */
  id: z.string(),
  tags: z.array(z.string()),
});
const Changed = z.object({ node: z.object({ id: z.string() }).nullable() });

/** Puts tags on a customer; one that is there already stays. */
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

/** Removes tags from a customer; a missing one is no error. */
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
