import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** Starts the Shopify Flow workflows that use one of our triggers. Needs no scope. */
export const flowTriggerReceive = defineOperation({
  name: "FlowTriggerReceive",
  document: `#graphql
    mutation FlowTriggerReceive($handle: String!, $payload: JSON!) {
      flowTriggerReceive(handle: $handle, payload: $payload) {
        userErrors { field message }
      }
    }`,
  variables: z.object({
    handle: z.string(),
    payload: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  result: z.object({ flowTriggerReceive: z.object({}) }),
});
