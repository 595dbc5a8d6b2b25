import { z } from "zod";
import { defineOperation } from "./admin-operation";

/**
 * Shopify writes children right after their parent only on request. It takes Shopify longer, but the file can be read
 * in one pass with one parent in memory.
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
  /** Number of root objects so far. */
  rootObjectCount: z.coerce.number().int(),
  /** URL of the result for 7 days; null while it runs, and for an empty result. */
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
