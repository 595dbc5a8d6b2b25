import { z } from "zod";
import { defineOperation } from "../admin-operation";

/**
 * Shopify keeps children right behind their parent only when asked to. That
 * costs it time, and lets the file be read in one pass with one parent in memory.
 */
export const bulkOperationRun = defineOperation({
  name: "BulkOperationRun",
  document: `#graphql
    mutation BulkOperationRun($query: String!) {
      bulkOperationRunQuery(query: $query, groupObjects: true) {
        bulkOperation { id status }
        userErrors { field message code }
      }
    }`,
  variables: z.object({ query: z.string() }),
  result: z.object({
    bulkOperationRunQuery: z.object({
      bulkOperation: z.object({ id: z.string() }),
    }),
  }),
});

export const BulkOperation = z.object({
  id: z.string(),
  status: z.enum(["CREATED", "RUNNING", "COMPLETED", "FAILED", "CANCELING", "CANCELED", "EXPIRED"]),
  errorCode: z.string().nullable(),
  /** Objects without a parent, so far. */
  rootObjectCount: z.coerce.number().int(),
  /** Where the result lies for 7 days; null while it runs, and when there is nothing in it. */
  url: z.url().nullable(),
  partialDataUrl: z.url().nullable(),
});
export type BulkOperation = z.infer<typeof BulkOperation>;

export const bulkOperationStatus = defineOperation({
  name: "BulkOperationStatus",
  document: `#graphql
    query BulkOperationStatus($id: ID!) {
      bulkOperation(id: $id) { id status errorCode rootObjectCount url partialDataUrl }
    }`,
  variables: z.object({ id: z.string() }),
  result: z.object({ bulkOperation: BulkOperation.nullable() }),
});
