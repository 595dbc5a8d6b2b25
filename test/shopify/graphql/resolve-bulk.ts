import { gid } from "../store-records";
import type { BulkOperation } from "./bulk-operations";
import { checkBulkQuery } from "./bulk-query";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

/** More at once are refused (since 2026-01). */
const MAXIMUM_RUNNING = 5;

export const bulkQueries: Fields = {
  bulkOperation: (_: unknown, { id }: { id: string }, { shop }: GraphqlContext) =>
    shop.bulk.find(id),
  bulkOperations: (_: unknown, args: ConnectionArgs, context: GraphqlContext) =>
    connection(context.shop.bulk.list(), args, context, {
      isRoot: true,
      search: {
        status: (it) => it.status,
        operation_type: (it) => it.type,
        created_at: (it) => it.createdAt,
      },
    }),
};

export const bulkMutations: Fields = {
  bulkOperationRunQuery(
    _: unknown,
    { query, groupObjects }: { query: string; groupObjects: boolean },
    context: GraphqlContext,
  ) {
    const { shop } = context;
    const checked = checkBulkQuery(query);
    if ("problem" in checked) return refused(checked.problem, "INVALID");
    if (shop.bulk.running() >= MAXIMUM_RUNNING) {
      return refused(
        `A bulk query operation for this app and shop is already in progress: the limit is ${MAXIMUM_RUNNING}.`,
        "LIMIT_REACHED",
      );
    }
    const bulkOperation = shop.bulk.start(context, {
      query,
      groupObjects,
      document: checked.document,
    });
    return { bulkOperation, userErrors: [] };
  },
  bulkOperationCancel(_: unknown, { id }: { id: string }, { shop }: GraphqlContext) {
    const operation = shop.bulk.find(id);
    if (!operation) {
      return {
        bulkOperation: null,
        userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }],
      };
    }
    shop.bulk.cancel(id);
    return { bulkOperation: operation, userErrors: [] };
  },
};

const refused = (message: string, code: string) => ({
  bulkOperation: null,
  userErrors: [{ field: ["query"], message, code }],
});

export const bulkFields: Readonly<Record<string, Fields>> = {
  BulkOperation: { id: (it: BulkOperation) => gid("BulkOperation", it.id) },
};
